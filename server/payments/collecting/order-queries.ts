/** SQL on payments.orders: what payments knows of an order. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export interface OrderRow {
  order_id: string
  number: string
  account_id: string
  paid_at: Date | null
  coupon_fen: number
  frozen_since: Date | null
  settled_at: Date | null
  companion_id: string | null
}

/** Whoever paid first is the payer; the number comes with the payment. */
export async function noteOrder(
  tx: Tx,
  order: { orderId: string; number: string; accountId: string; paidAt: Date },
): Promise<void> {
  await tx.run(sql`
    insert into payments.orders (order_id, number, account_id, paid_at) values (${order.orderId}, ${order.number}, ${order.accountId}, ${order.paidAt})
    on conflict (order_id) do nothing`)
}

/** Locked after the payments of the order, always in this order. Null: nobody paid yet. */
export const lockOrder = (tx: Tx, orderId: string): Promise<OrderRow | null> =>
  tx.maybe<OrderRow>(sql`select * from payments.orders where order_id = ${orderId} for update`)

export async function addTip(tx: Tx, orderId: string, amountFen: number): Promise<void> {
  await tx.run(sql`update payments.orders set tip_fen = tip_fen + ${amountFen} where order_id = ${orderId}`)
}

export async function noteCoupon(tx: Tx, orderId: string, couponFen: number): Promise<void> {
  await tx.run(sql`update payments.orders set coupon_fen = coupon_fen + ${couponFen} where order_id = ${orderId}`)
}

/** False when a newer word was heard before, or nobody paid yet. Of two words of the same instant the end wins: nothing ends before it began. */
export async function noteFrozen(tx: Tx, orderId: string, isFrozen: boolean, at: Date): Promise<boolean> {
  const changed = await tx.run(sql`
    update payments.orders set frozen_since = ${isFrozen ? at : null}, frozen_changed_at = ${at}
    where order_id = ${orderId} and (frozen_changed_at is null or frozen_changed_at < ${at} or (frozen_changed_at = ${at} and frozen_since is not null and ${!isFrozen}))`)
  return changed === 1
}

export interface Settled {
  orderId: string
  companionId: string | null
  releasedFen: number
  incomeFen: number
  commissionFen: number
  fundFen: number
  couponBackFen: number
}
export async function noteSettled(tx: Tx, it: Settled, now: Date): Promise<void> {
  await tx.run(sql`
    update payments.orders set settled_at = ${now}, companion_id = ${it.companionId}, released_fen = ${it.releasedFen}, income_fen = ${it.incomeFen},
      commission_fen = ${it.commissionFen}, fund_fen = ${it.fundFen}, coupon_fen = coupon_fen - ${it.couponBackFen}
    where order_id = ${it.orderId}`)
}
