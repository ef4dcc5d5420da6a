/** One month of a companion: free hours, reserved visits, leave. */
import type { ReactElement } from 'react'
import { Button } from 'antd'
import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useClient } from '../api/api.ts'
import { Card } from '../ui/bits.tsx'
import { ErrorBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { clock, dayOf, weekday } from '../words/time.ts'
import { addMonths, isMonth, monthDays, monthOf, monthRange, type MonthDay } from './month.ts'

export function CompanionMonth({ companionId }: { companionId: string }): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['month'])
  const today = dayOf(Date.now())
  const month = isMonth(words.month) ? words.month : monthOf(today)
  const query = useQuery({
    queryKey: ['companion', companionId, 'calendar', month],
    queryFn: () => client.companions.getCompanionCalendar({ params: { id: companionId }, query: monthRange(month) }),
    placeholderData: keepPreviousData,
  })
  const [year, number] = month.split('-')
  return (
    <Card
      title="日历"
      extra={
        <div className="row">
          <Button
            icon={<LeftOutlined aria-hidden />}
            aria-label="上个月"
            onClick={() => change({ month: addMonths(month, -1) })}
          />
          <span aria-live="polite">
            {year} 年 {Number(number)} 月
          </span>
          <Button
            icon={<RightOutlined aria-hidden />}
            aria-label="下个月"
            onClick={() => change({ month: addMonths(month, 1) })}
          />
        </div>
      }
    >
      {query.isError && !query.data ? (
        <ErrorBox error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ol className={`month ${query.isPlaceholderData || query.isPending ? 'stale' : ''}`} aria-label="日历">
          {monthDays(month, query.data).map((day) => (
            <Day key={day.day} day={day} isToday={day.day === today} />
          ))}
        </ol>
      )}
      <p className="note legend">
        <span>
          <i className="free" aria-hidden /> 可约
        </span>
        <span>
          <i className="taken" aria-hidden /> 已有订单
        </span>
        <span>
          <i className="off" aria-hidden /> 请假或加班
        </span>
      </p>
    </Card>
  )
}

function Day({ day, isToday }: { day: MonthDay; isToday: boolean }): ReactElement {
  const isBare = day.free.length + day.reservations.length + day.exceptions.length === 0
  return (
    <li className={[day.isInMonth ? '' : 'other', isToday ? 'today' : '', isBare ? 'bare' : ''].join(' ')}>
      <span className="day">
        <time dateTime={day.day}>{Number(day.day.slice(8))}</time>
        <span className="note">{day.holiday ?? weekday(day.day)}</span>
      </span>
      {day.isInMonth && (
        <>
          {day.reservations.map((taken) => (
            <Link key={taken.orderId} to={`/orders/${taken.orderId}`} className="slot taken">
              {clock(taken.startsAt)}–{clock(taken.endsAt)}
              <span className="hidden">，看订单</span>
            </Link>
          ))}
          {day.exceptions.map((exception) => (
            <span key={exception.id} className="slot off">
              {exception.kind === 'off' ? '请假' : '加班'}
              {exception.from && exception.to ? ` ${exception.from}–${exception.to}` : ' 全天'}
              {exception.note && ` ${exception.note}`}
            </span>
          ))}
          {day.free.map((range) => (
            <span key={range.startsAt} className="slot free">
              {clock(range.startsAt)}–{clock(range.endsAt)}
            </span>
          ))}
        </>
      )}
    </li>
  )
}
