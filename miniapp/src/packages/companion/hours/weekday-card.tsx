import { View } from '@tarojs/components'
import { Button, Card, Note, Stack, TimeField } from '@/ui'
import type { Hour } from './week'
import '../parts/companion.scss'

const MOST = 4
const FIRST = { from: '08:00', to: '17:00' }

interface WeekdayCardProps {
  word: string
  hours: readonly Hour[]
  /** the day before, to take over */
  before: readonly Hour[]
  onChange: (hours: Pick<Hour, 'from' | 'to'>[]) => void
}

export function WeekdayCard({ word, hours, before, onChange }: WeekdayCardProps) {
  const put = (at: number, part: Partial<Hour>) =>
    onChange(hours.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const add = () =>
    onChange([...hours, hours.length === 0 ? FIRST : { from: hours.at(-1)?.to ?? FIRST.from, to: '20:00' }])
  return (
    <Card title={word} aside={hours.length === 0 ? '休息' : ''}>
      <Stack gap={2}>
        {hours.map(({ from, to }, at) => (
          <View key={at} className="span">
            <View className="span__time">
              <TimeField label={`${word}从几点`} value={from} onChange={(clock) => put(at, { from: clock })} />
            </View>
            <Note>至</Note>
            <View className="span__time">
              <TimeField label={`${word}到几点`} value={to} onChange={(clock) => put(at, { to: clock })} />
            </View>
            <Button
              size="small"
              kind="text"
              label={`去掉${word} ${from} 至 ${to}`}
              onTap={() => onChange(hours.filter((_, index) => index !== at))}
            >
              去掉
            </Button>
          </View>
        ))}
        <View className="pair">
          {hours.length < MOST && (
            <Button
              size="small"
              icon="plus"
              label={`${word}，${hours.length === 0 ? '这天也服务' : '再加一段'}`}
              onTap={add}
            >
              {hours.length === 0 ? '这天也服务' : '再加一段'}
            </Button>
          )}
          {hours.length === 0 && before.length > 0 && (
            <Button size="small" icon="copy" label={`${word}和前一天一样`} onTap={() => onChange([...before])}>
              和前一天一样
            </Button>
          )}
        </View>
      </Stack>
    </Card>
  )
}
