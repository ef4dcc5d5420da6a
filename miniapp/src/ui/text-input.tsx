import { type ReactNode } from 'react'
import { Input, View } from '@tarojs/components'
import './text-input.scss'

interface TextInputProps {
  /** read aloud; the visible words stand in the Field */
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  /** digit: a number with a point */
  type?: 'text' | 'number' | 'digit' | 'idcard' | 'tel'
  maxLength?: number
  aside?: ReactNode
  onDone?: () => void
  confirm?: 'send' | 'search' | 'next' | 'go' | 'done'
  focus?: boolean
}

export function TextInput({
  label,
  value,
  onChange,
  placeholder = '',
  type = 'text',
  maxLength = 60,
  aside,
  onDone,
  confirm = 'done',
  focus = false,
}: TextInputProps) {
  return (
    <View className="input">
      <Input
        className="input__box"
        value={value}
        placeholder={placeholder}
        placeholderClass="input__hint"
        type={type === 'tel' ? 'number' : type}
        maxlength={maxLength}
        confirmType={confirm}
        {...(focus ? { focus: true } : {})}
        nativeProps={{ 'aria-label': label, ...(type === 'tel' ? { inputmode: 'tel', autocomplete: 'tel' } : {}) }}
        onInput={(event) => onChange(event.detail.value)}
        onConfirm={() => onDone?.()}
      />
      {aside}
    </View>
  )
}
