/** An order loses its companion (she refused, did not answer, handed it over, did not come): her time is free, the search begins again. */
import { releaseTime } from '../companions/index.ts'
import type { TimelineKind } from '@banyi/contract/orders'
import type { Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import { addTask, cancelTask } from '../core/tasks.ts'
import type { System } from '../system.ts'
import { reviseForCompanion } from './agreements.ts'
import { addRefusal, type OrderRow } from './order-queries.ts'
import { forgetPlace } from './place.ts'
import { contactOf, progress } from './progress.ts'

export type LossCause = 'refused' | 'no-answer' | 'handed-over' | 'no-show'
const kinds: Record<LossCause, TimelineKind> = {
  refused: 'refused',
  'no-answer': 'refused',
  'handed-over': 'handed-over',
  'no-show': 'no-show',
}
const sentences: Record<LossCause, (name: string) => string> = {
  refused: (name) => `${name} 这次不能来，正在另外安排`,
  'no-answer': (name) => `${name} 没有及时确认，正在另外安排`,
  'handed-over': (name) => `${name} 转交了这次服务，正在另外安排`,
  'no-show': (name) => `${name} 没有按时到，正在紧急安排，您也可以全额退款取消`,
}

export async function loseCompanion(
  system: System,
  tx: Tx,
  order: OrderRow,
  loss: { cause: LossCause; reason: string; byWhom: 'family' | 'companion' | 'system'; actorId: string | null },
): Promise<OrderRow> {
  const now = system.clock.now()
  const former = await contactOf(system, tx, order)
  if (!former) throw new Error('an order without a companion cannot lose one')
  await releaseTime(tx, order.id)
  await forgetPlace(tx, order.id)
  await cancelTask(tx, `orders.unanswered:${order.id}`)
  // the next companion begins with tries of her own
  await tx.run(sql`delete from orders.code_tries where order_id = ${order.id}`)
  await addRefusal(tx, { orderId: order.id, companionId: former.id, kind: loss.cause, reason: loss.reason, at: now })
  const moved = await progress(system, tx, order, {
    kind: kinds[loss.cause],
    state: 'paid',
    sentence: sentences[loss.cause](former.name),
    byWhom: loss.byWhom,
    actorId: loss.actorId,
    formerCompanion: former,
    changes: sql`companion_id = null, is_chosen = false, accepted_at = null, round = round + 1, code_locked_at = null`,
  })
  await reviseForCompanion(tx, order.id, now)
  await addTask(tx, { kind: 'orders.offer-to-pool', payload: { orderId: order.id }, now })
  return moved
}
