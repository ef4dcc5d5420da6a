import { useState } from 'react'
import Taro from '@tarojs/taro'
import { api, useRead } from '@/api'
import { go } from '@/parts/go'
import { dayOf } from '@/say/time'
import { useElder } from '@/store/elder'
import { useMyCompanion } from '@/store/my-companion'
import { ErrorState, Gap, List, Row, Screen, Segmented, Skeleton } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'
import { DayCard } from './day-card'
import { type Calendar, dayOfWork, weeksFrom } from './days'
import { Month } from './month'

export default function MyCalendar() {
  const [today] = useState(() => dayOf(Date.now()))
  const [weeks, setWeeks] = useState<'2' | '5'>('2')
  const [day, setDay] = useState(today)
  const isElder = useElder((s) => s.isOn)
  const { data: me } = useMyCompanion()
  const days = weeksFrom(today, isElder ? 2 : Number(weeks))
  const from = days[0] ?? today
  const to = days.at(-1) ?? today
  const { data, error, reload } = useRead(me ? `calendar.${me.id}.${from}.${to}` : null, () =>
    api.companions.getMyCalendar({ query: { from, to } }),
  )
  const choose = (one: string) => {
    setDay(one)
    // the list is long there: what was chosen stands above it
    if (isElder) void Taro.pageScrollTo({ scrollTop: 0 })
  }
  const detail = (calendar: Calendar) => (
    <DayCard key={day} one={dayOfWork(day, calendar)} isPast={day < today} onChanged={reload} />
  )
  return (
    <Screen title="我的日历">
      <Gate>
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton cards={2} lines={5} />)}
        {data && (
          <>
            {!isElder && (
              <>
                <Segmented
                  label="看多久"
                  value={weeks}
                  onChange={setWeeks}
                  options={[
                    { value: '2', word: '两周' },
                    { value: '5', word: '五周' },
                  ]}
                />
                <Gap size={3} />
              </>
            )}
            {isElder && detail(data)}
            <Month days={days.map((one) => dayOfWork(one, data))} today={today} value={day} onChange={choose} />
            {!isElder && detail(data)}
          </>
        )}
        <List>
          <Row icon="clock" title="每周服务时间" note="平常哪几天、几点到几点" onTap={() => go(WORK.hours)} />
        </List>
      </Gate>
    </Screen>
  )
}
