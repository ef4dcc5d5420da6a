import { type PropsWithChildren } from 'react'
import { View } from '@tarojs/components'
import { spoken } from './a11y'
import './field.scss'

interface FieldProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  optional?: boolean
}

/** A question with its answer: the label above, the reason for a refusal beside it. */
export function Field({ label, hint, error, optional = false, children }: PropsWithChildren<FieldProps>) {
  return (
    <View className={`field ${error ? 'field--wrong' : ''}`}>
      <View className="field__label">
        {label}
        {optional && <View className="field__optional">可不填</View>}
      </View>
      {hint && <View className="field__hint">{hint}</View>}
      {children}
      {error && (
        <View className="field__error" {...spoken('alert')}>
          {error}
        </View>
      )}
    </View>
  )
}
