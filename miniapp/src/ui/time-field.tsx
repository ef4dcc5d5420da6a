import { Picker, View } from '@tarojs/components'
import { Icon } from './icon'
import './date-field.scss'

/** A wall clock, HH:mm. */
export function TimeField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (clock: string) => void
}) {
  if (process.env.TARO_ENV === 'h5') {
    return (
      <View className="date">
        <input
          className="date__native"
          type="time"
          step={900}
          aria-label={label}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </View>
    )
  }
  return (
    <Picker mode="time" value={value} onChange={(event) => onChange(event.detail.value)}>
      <View className="date" aria-label={`${label}，${value}`}>
        <View>{value}</View>
        <Icon name="clock" />
      </View>
    </Picker>
  )
}
