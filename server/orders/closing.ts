/** Ends of an order that give time and money back, shared by families, companions and operators. */
import type { OrderState, TimelineKind } from '@banyi/contract/orders'
import { releaseTime } from '../companions/index.ts'
import type { Tx } from '../core/database.ts'
import { voidContract } from '../contracts/index.ts'
import { returnCoupon } from '../coupons/index.ts'
import { sql } from '../core/sql.ts'
import { cancelTask } from '../core/tasks.ts'
import type { System } from '../system.ts'
import { leftOf, newRefund } from './order-money.ts'
import type { OrderRow } from './order-queries.ts'
import { forgetPlace } from './place.ts'
import { contactOf, progress } from './progress.ts'
import { promiseRefund } from './refunds.ts'
import { planSettlement } from './settlement.ts'

const publicSentences: Partial<Record<OrderState, string>> = {
  cancelled: '订单已取消',
  'no-show': '就诊人未到场，服务结束',
}

/** Closes the order and asks `payments` for the refund, once: the key is the order's. */
export async function closeOrder(
  system: System,
  tx: Tx,
  order: OrderRow,
  end: {
    state: OrderState & TimelineKind
    sentence: string
    refundFen: number
    reason: string
    byWhom: 'family' | 'companion' | 'operator' | 'system'
    actorId: string | null
  },
): Promise<OrderRow> {
  const now = system.clock.now()
  const companion = order.accepted_at || order.state === 'paid' ? await contactOf(system, tx, order) : null
  const closed = await progress(system, tx, order, {
    kind: end.state,
    state: end.state,
    sentence: end.sentence,
    publicSentence: publicSentences[end.state] ?? end.sentence,
    byWhom: end.byWhom,
    actorId: end.actorId,
    companion,
    amountFen: end.refundFen,
    changes: sql`closed_at = ${now}, ${newRefund(end.refundFen)}`,
  })
  await releaseTime(tx, order.id)
  await forgetPlace(tx, order.id)
  for (const timer of ['expire', 'unanswered', 'confirm']) await cancelTask(tx, `orders.${timer}:${order.id}`)
  if (end.refundFen > 0)
    await promiseRefund(tx, {
      orderId: order.id,
      refundKey: `${order.id}:closed`,
      amountFen: end.refundFen,
      reason: end.reason,
      now,
    })
  await voidContract(tx, order.id, now)
  await planSettlement(system, tx, closed)
  // nothing was paid, or all of it goes back: the coupon is as good as new
  if (closed.coupon_id && leftOf(closed) === 0) await returnCoupon(tx, order.id, now)
  return closed
}
