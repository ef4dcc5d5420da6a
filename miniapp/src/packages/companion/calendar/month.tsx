import { View } from '@tarojs/components'
import { sayDay, instantOf } from '@/say/time'
import { useElder } from '@/store/elder'
import { Card, List, Note, Row, Tap } from '@/ui'
import { type DayOfWork, shortState } from './days'
import '../parts/companion.scss'

interface MonthProps {
  days: readonly DayOfWork[]
  today: string
  value: string
  onChange: (day: string) => void
}

const WEEK = ['一', '二', '三', '四', '五', '六', '日']

/** Weeks below each other; in elder mode one day a line. */
export function Month({ days, today, value, onChange }: MonthProps) {
  const isElder = useElder((s) => s.isOn)
  const later = days.filter(({ day }) => day >= today)
  if (isElder) {
    return (
      <List>
        {later.map((one) => (
          <Row
            key={one.day}
            title={`${sayDay(instantOf(one.day, '12:00'))}${one.day === value ? '（正在看）' : ''}`}
            note={[shortState(one).word, one.holiday].filter(Boolean).join(' · ')}
            onTap={() => onChange(one.day)}
          />
        ))}
      </List>
    )
  }
  return (
    <Card>
      <View className="month" aria-hidden="true">
        {WEEK.map((word) => (
          <View key={word} className="month__week">
            {word}
          </View>
        ))}
      </View>
      <View className="month">
        {days.map((one) => {
          const { word, tone } = shortState(one)
          const isPast = one.day < today
          const spokenDay = `${sayDay(instantOf(one.day, '12:00'))}，${word}${one.holiday ? `，${one.holiday}` : ''}`
          return (
            <Tap
              key={one.day}
              role="radio"
              checked={one.day === value}
              label={spokenDay}
              className={`month__day ${one.day === value ? 'month__day--on' : ''} ${isPast ? 'month__day--past' : ''}`}
              onTap={() => onChange(one.day)}
            >
              <View className="month__date">
                {Number(one.day.slice(8)) === 1 ? `${Number(one.day.slice(5, 7))}/1` : Number(one.day.slice(8))}
              </View>
              {!isPast && <View className={`month__state month__state--${tone}`}>{word}</View>}
              {one.holiday && <View className="month__state">{one.holiday.slice(0, 3)}</View>}
            </Tap>
          )
        })}
      </View>
      <Note>有约：已被预约。空闲：家属可以选您。</Note>
    </Card>
  )
}
