/** A companion chosen by the family or an operator has some hours to answer; then somebody else is looked for. */
import { addHours, addMinutes } from '../core/clock.ts'
import type { Tx } from '../core/database.ts'
import { addTask } from '../core/tasks.ts'
import type { OrderRow } from './order-queries.ts'

const ANSWER_HOURS = 4
const BEFORE_START_HOURS = 2
const AT_LEAST_MINUTES = 30

/** four hours, but no later than two hours before the start, and never less than half an hour */
export function answerBefore(order: Pick<OrderRow, 'starts_at'>, now: Date): Date {
  const latest = addHours(order.starts_at, -BEFORE_START_HOURS)
  const usual = addHours(now, ANSWER_HOURS)
  const earliest = addMinutes(now, AT_LEAST_MINUTES)
  const wanted = usual < latest ? usual : latest
  return wanted > earliest ? wanted : earliest
}

export async function planUnanswered(
  tx: Tx,
  order: Pick<OrderRow, 'id' | 'starts_at' | 'companion_id'>,
  now: Date,
): Promise<void> {
  if (order.companion_id === null) return
  await addTask(tx, {
    kind: 'orders.release-unanswered',
    key: `orders.unanswered:${order.id}`,
    payload: { orderId: order.id, companionId: order.companion_id },
    now,
    runAt: answerBefore(order, now),
  })
}
