import { Picker, View } from '@tarojs/components'
import { sayDate } from '../say/time'
import { Icon } from './icon'
import './date-field.scss'

/** A single calendar day far away (a birthday); for booking use DayStrip. */
export function DateField({
  label,
  value,
  onChange,
  start,
  end,
  placeholder = '请选择',
}: {
  label: string
  value: string
  onChange: (day: string) => void
  start?: string
  end?: string
  placeholder?: string
}) {
  const range = { ...(start ? { start } : {}), ...(end ? { end } : {}) }
  if (process.env.TARO_ENV === 'h5') {
    // the browser's own date field knows keyboards, screen readers and the reader's habits
    return (
      <View className="date">
        <input
          className="date__native"
          type="date"
          aria-label={label}
          value={value}
          min={start ?? ''}
          max={end ?? ''}
          onChange={(event) => onChange(event.target.value)}
        />
      </View>
    )
  }
  return (
    <Picker mode="date" value={value} {...range} onChange={(event) => onChange(event.detail.value)}>
      <View className="date" aria-label={`${label}，${value ? sayDate(value) : placeholder}`}>
        <View className={value ? '' : 'date__hint'}>{value ? sayDate(value) : placeholder}</View>
        <Icon name="calendar" />
      </View>
    </Picker>
  )
}
