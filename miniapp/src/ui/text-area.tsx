import { Textarea, View } from '@tarojs/components'
import './text-input.scss'

interface TextAreaProps {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  maxLength?: number
  small?: boolean
}

export function TextArea({ label, value, onChange, placeholder = '', maxLength = 500, small = false }: TextAreaProps) {
  return (
    <View className={`area ${small ? 'area--small' : ''}`}>
      <Textarea
        className="area__box"
        value={value}
        placeholder={placeholder}
        placeholderClass="input__hint"
        maxlength={maxLength}
        autoHeight
        nativeProps={{ 'aria-label': label }}
        onInput={(event) => onChange(event.detail.value)}
      />
      {value.length > maxLength * 0.8 && (
        <View className="area__count">
          {value.length}/{maxLength}
        </View>
      )}
    </View>
  )
}
