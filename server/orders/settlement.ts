/**
 * The one settlement of an order: what was kept goes to its companion, to us and (of a coupon) back to its funder. Said once,
 * when the visit is confirmed, or 72 hours after it was called off with a part kept; never while a dispute is open.
 */
import { addHours } from '../core/clock.ts'
import type { Tx } from '../core/database.ts'
import { emit } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import { addTask, cancelTask } from '../core/tasks.ts'
import type { System } from '../system.ts'
import { leftOf, paidForService, settlementNow } from './order-money.ts'
import { lockOrder, type OrderRow } from './order-queries.ts'

/** how long the family may object */
export const CALM_HOURS = 72
const whys: Partial<Record<OrderRow['state'], string>> = {
  confirmed: '服务已确认完成',
  cancelled: '订单取消，保留的部分结算',
  'no-show': '就诊人未到场，保留的部分结算',
}
export const settleKey = (orderId: string): string => `orders.settle:${orderId}`

/** `order` is locked by the caller and as it is now. Does nothing a second time, or while a dispute is open. */
export async function settle(system: System, tx: Tx, order: OrderRow, why = whys[order.state] ?? ''): Promise<void> {
  if (order.settlement_at !== null || order.disputed_at !== null || order.paid_at === null) return
  const now = system.clock.now()
  const settlement = settlementNow(order)
  const done = await tx.run(sql`
    update orders.orders set settlement = ${JSON.stringify(settlement)}, settlement_at = ${now}, settle_at = coalesce(settle_at, ${now}),
      settled_fen = ${paidForService(order) - order.refund_due_fen}
    where id = ${order.id} and settlement_at is null and disputed_at is null`)
  if (done === 0) return
  await cancelTask(tx, settleKey(order.id))
  const { keptFen, incomeFen, couponBackFen, lines } = settlement
  await emit(
    tx,
    'orders.settlement-due',
    {
      orderId: order.id,
      number: order.number,
      companionId: order.accepted_at === null ? null : order.companion_id,
      keptFen,
      incomeFen,
      couponBackFen,
      funderCode: order.funder_code,
      why,
      lines,
    },
    now,
  )
}

/** After a call-off: what was kept waits for objections; where nothing was kept, only a coupon is to be given back. */
export async function planSettlement(system: System, tx: Tx, order: OrderRow, hours = CALM_HOURS): Promise<void> {
  if (order.paid_at === null) return
  if (leftOf(order) === 0) {
    if (order.coupon_fen > 0) await settle(system, tx, order)
    return
  }
  await settleLater(tx, order.id, addHours(system.clock.now(), hours), system.clock.now())
}

export async function settleLater(tx: Tx, orderId: string, at: Date, now: Date): Promise<void> {
  await tx.run(sql`update orders.orders set settle_at = ${at} where id = ${orderId}`)
  await addTask(tx, { kind: 'orders.settle-silently', key: settleKey(orderId), payload: { orderId }, now, runAt: at })
}

export async function settleSilently(system: System, { orderId }: { orderId: string }): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (!order?.settle_at || order.settle_at > system.clock.now()) return
    await settle(system, tx, order)
  })
}
