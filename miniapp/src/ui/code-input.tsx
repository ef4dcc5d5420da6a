import { Input, View } from '@tarojs/components'
import './code-input.scss'

interface CodeInputProps {
  label: string
  length: 4 | 6
  value: string
  onChange: (value: string) => void
}

/** One real field under boxes that show its digits: paste, autofill and screen readers keep working. */
export function CodeInput({ label, length, value, onChange }: CodeInputProps) {
  return (
    <View className="code">
      <View className="code__boxes" aria-hidden="true">
        {Array.from({ length }, (_, at) => (
          <View key={at} className={`code__box ${at === value.length ? 'code__box--next' : ''}`}>
            {value[at] ?? ''}
          </View>
        ))}
      </View>
      <Input
        className="code__field"
        type="number"
        maxlength={length}
        value={value}
        nativeProps={{ 'aria-label': label, inputmode: 'numeric', autocomplete: 'one-time-code' }}
        onInput={(event) => onChange(event.detail.value.replace(/\D/g, '').slice(0, length))}
      />
    </View>
  )
}
