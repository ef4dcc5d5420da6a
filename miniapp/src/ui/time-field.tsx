import { Picker, View } from '@tarojs/components'
import { Icon } from './icon'
import './date-field.scss'
import './time-field.scss'

/** half hours from 05:00 to 23:00: nobody is accompanied at 08:07 */
const CLOCKS = Array.from(
  { length: 37 },
  (_, at) => `${String(5 + Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}`,
)

/** A wall clock, HH:mm. Not the browser's own time field: that one says AM and PM to some readers. */
export function TimeField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (clock: string) => void
}) {
  const clocks = CLOCKS.includes(value) || !value ? CLOCKS : [...CLOCKS, value].sort()
  if (process.env.TARO_ENV === 'h5') {
    return (
      <View className="date clock">
        <select
          className="date__native clock__native"
          aria-label={label}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {clocks.map((clock) => (
            <option key={clock} value={clock}>
              {clock}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" size={16} />
      </View>
    )
  }
  return (
    <Picker
      mode="selector"
      range={clocks}
      value={clocks.indexOf(value)}
      onChange={(event) => onChange(clocks[Number(event.detail.value)] ?? value)}
    >
      <View className="date clock" aria-label={`${label}，${value}`}>
        <View>{value}</View>
        <Icon name="chevron-down" size={16} />
      </View>
    </Picker>
  )
}
