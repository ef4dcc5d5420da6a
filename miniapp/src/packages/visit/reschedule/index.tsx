import { useState } from 'react'
import { api, codeOf, useCommand, useRead } from '@/api'
import { PAGE, replace, useParam } from '@/parts/go'
import { isPast, addDays, today, instantOf, saySpan } from '@/say/time'
import { sayMoney } from '@/say/money'
import { toast } from '@/store/say'
import { Button, Card, DayStrip, ErrorState, Gap, Note, Screen, Skeleton, Strong, TimeSlots, Title } from '@/ui'
import { OrderGate } from '../parts/order-gate'
import { useOrder } from '../parts/use-order'

const DAYS_AHEAD = 14
const CLOCKS = Array.from(
  { length: 21 },
  (_, at) => `${String(6 + Math.floor((at + 1) / 2)).padStart(2, '0')}:${at % 2 === 0 ? '30' : '00'}`,
)

export default function Reschedule() {
  const id = useParam('id')
  const read = useOrder(id)
  const order = read.data
  const [day, setDay] = useState<string | null>(null)
  const [clock, setClock] = useState<string | null>(null)
  const from = today()
  const companionId = order?.companion?.id
  const minutes = order ? (Date.parse(order.endsAt) - Date.parse(order.startsAt)) / 60_000 : 240
  const free = useRead(companionId ? `free.${companionId}.${minutes}.${from}` : null, () =>
    api.companions.getAvailability({
      params: { id: companionId ?? '' },
      query: { from, to: addDays(from, DAYS_AHEAD), minutes },
    }),
  )
  const startsAt = day && clock ? instantOf(day, clock) : null
  const preview = useRead(startsAt ? `reschedule.${id}.${startsAt}` : null, () =>
    api.orders.previewReschedule({ params: { id }, query: { startsAt: startsAt ?? '' } }),
  )
  const command = useCommand((refusal) => {
    if (codeOf(refusal) === 'CONFLICT' || codeOf(refusal) === 'TIME_TAKEN') {
      free.reload()
      preview.reload()
    }
    return false
  })

  const isFree = (onDay: string, at: string) => {
    const starts = Date.parse(instantOf(onDay, at))
    if (isPast(starts)) return false
    // her present reservation is this very order: the server knows, we only hide what is surely taken
    const known = free.data?.days.find((d) => d.day === onDay)
    return (
      !companionId ||
      !free.data ||
      Boolean(
        known?.ranges.some(
          (r) => Date.parse(r.startsAt) <= starts && starts + minutes * 60_000 <= Date.parse(r.endsAt),
        ),
      )
    )
  }
  const days = Array.from({ length: DAYS_AHEAD }, (_, at) => addDays(from, at)).map((d) => ({
    day: d,
    disabled: !CLOCKS.some((c) => isFree(d, c)),
    note: free.data?.days.find((f) => f.day === d)?.dayName ?? '',
  }))
  const move = async () => {
    const seen = preview.data
    if (!seen) return
    const isDone = await command.run(async (commandId) =>
      read.set(
        await api.orders.rescheduleOrder({
          params: { id },
          body: { commandId, version: seen.version, startsAt: seen.startsAt },
        }),
      ),
    )
    if (!isDone) return
    toast(`已改到${saySpan(seen.startsAt, seen.endsAt)}`)
    replace(PAGE.order(id))
  }
  return (
    <Screen
      title="改时间"
      footer={
        preview.data?.isPossible ? (
          <Button kind="primary" loading={command.isBusy} onTap={() => void move()}>
            改到{saySpan(preview.data.startsAt, preview.data.endsAt)}
          </Button>
        ) : undefined
      }
    >
      <OrderGate read={read}>
        {(o) => (
          <>
            <Note>
              现在约在{saySpan(o.startsAt, o.endsAt)}。改时间以后，陪诊员
              {o.companion ? `还是${o.companion.name}` : '由平台安排'}。
            </Note>
            <Gap />
            <Title>改到哪一天</Title>
            <Gap size={2} />
            {companionId && !free.data && !free.error && <Skeleton cards={1} />}
            {free.error && <ErrorState message={free.error} onRetry={free.reload} />}
            <DayStrip days={days} value={day} onChange={(d) => (setDay(d), setClock(null))} />
            <Gap size={4} />
            {day && (
              <>
                <Title>几点开始</Title>
                <Gap size={2} />
                <TimeSlots
                  slots={CLOCKS.map((c) => ({ clock: c, disabled: !isFree(day, c) }))}
                  value={clock}
                  onChange={setClock}
                />
                <Gap size={4} />
              </>
            )}
            {preview.data && (
              <Card tone={preview.data.isPossible ? 'brand' : 'danger'}>
                <Strong>{preview.data.sentence}</Strong>
                {preview.data.refundFen > 0 && <Note>退回 {sayMoney(preview.data.refundFen)}</Note>}
                <Note>还可以改 {preview.data.changesLeft} 次</Note>
              </Card>
            )}
            {preview.error && <Note tone="danger">{preview.error}</Note>}
            {command.error && <Note tone="danger">{command.error}</Note>}
          </>
        )}
      </OrderGate>
    </Screen>
  )
}
