import { ScrollView, View } from '@tarojs/components'
import { stripDay } from '../say/time'
import { useElder } from '../store/elder'
import { spoken } from './a11y'
import { Tap } from './tap'
import './day-strip.scss'

export interface StripDay {
  day: string
  /** 满, 休, 国庆 … */
  note?: string
  disabled?: boolean
}

/** A row of days; in elder mode they stand below each other, so nothing has to be swiped. */
export function DayStrip({
  days,
  value,
  onChange,
}: {
  days: readonly StripDay[]
  value: string | null
  onChange: (day: string) => void
}) {
  const isElder = useElder((s) => s.isOn)
  const shown = isElder ? days.filter((d) => !d.disabled).slice(0, 8) : days
  return (
    <ScrollView className="days" scrollX enhanced showScrollbar={false}>
      <View className="days__row" {...spoken('radiogroup', { label: '日期' })}>
        {shown.map(({ day, note, disabled = false }) => {
          const { top, label } = stripDay(day)
          const isOn = day === value
          return (
            <Tap
              key={day}
              role="radio"
              checked={isOn}
              disabled={disabled}
              className={`day ${isOn ? 'day--on' : ''} ${disabled ? 'day--off' : ''}`}
              onTap={() => onChange(day)}
            >
              <View className="day__top">{top}</View>
              <View className="day__date">{label}</View>
              <View className="day__note">{note ?? ''}</View>
            </Tap>
          )
        })}
      </View>
    </ScrollView>
  )
}
