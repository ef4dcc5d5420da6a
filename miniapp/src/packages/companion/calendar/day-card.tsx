import { useState } from 'react'
import { View } from '@tarojs/components'
import { api, sayProblem } from '@/api'
import { go } from '@/parts/go'
import { instantOf, sayDay } from '@/say/time'
import { toast } from '@/store/say'
import { Button, Card, Note, Row, Tag, Tags } from '@/ui'
import { WORK } from '../parts/addresses'
import { type DayOfWork, type Exception, sayException, sayRange } from './days'
import { ExceptionSheet } from './exception-sheet'

/** One day: what is booked, what is free, what differs from the week. */
export function DayCard({ one, isPast, onChanged }: { one: DayOfWork; isPast: boolean; onChanged: () => void }) {
  const [adding, setAdding] = useState<'off' | 'extra' | null>(null)
  const remove = async ({ id, day, kind, from, to, note }: Exception) => {
    try {
      await api.companions.removeMyException({ params: { id } })
      onChanged()
      toast(
        '已取消',
        () =>
          void api.companions
            .addMyException({ body: { day, kind, from, to, note } })
            .then(onChanged, (error: unknown) => toast(sayProblem(error))),
      )
    } catch (error) {
      toast(sayProblem(error))
    }
  }
  return (
    <Card
      title={sayDay(instantOf(one.day, '12:00'))}
      aside={one.holiday ? <Tag tone="warm">{one.holiday}</Tag> : undefined}
    >
      <View className="inset">
        {one.reservations.map((reservation) => (
          <Row
            key={reservation.orderId}
            icon="user-heart"
            title={`${sayRange(reservation)} 陪诊`}
            note="看任务"
            onTap={() => go(WORK.visit(reservation.orderId))}
          />
        ))}
        {one.exceptions.map((exception) => (
          <Row
            key={exception.id}
            icon={exception.kind === 'off' ? 'hand-stop' : 'plus'}
            title={sayException(exception)}
            note={exception.note}
            value={
              <Button
                size="small"
                kind="text"
                label={`取消${sayException(exception)}`}
                onTap={() => void remove(exception)}
              >
                取消
              </Button>
            }
          />
        ))}
      </View>
      {one.free.length > 0 ? (
        <Tags>
          {one.free.map((range) => (
            <Tag key={range.startsAt} tone="brand" icon="clock">
              {`空闲 ${sayRange(range)}`}
            </Tag>
          ))}
        </Tags>
      ) : (
        <Note>{one.reservations.length > 0 ? '没有别的空闲时间' : one.isHoliday ? '节假日休息' : '这一天休息'}</Note>
      )}
      {!isPast && (
        <View className="pair pair--apart">
          <Button icon="hand-stop" onTap={() => setAdding('off')}>
            请假
          </Button>
          <Button icon="plus" onTap={() => setAdding('extra')}>
            加班
          </Button>
        </View>
      )}
      <ExceptionSheet
        day={one.day}
        kind={adding}
        onClose={() => setAdding(null)}
        onAdded={() => {
          setAdding(null)
          onChanged()
        }}
      />
    </Card>
  )
}
