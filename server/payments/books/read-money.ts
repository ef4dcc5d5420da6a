/** What orders show of the money: paid, back, on its way back, where the rest is; and the order's postings. */
import type { OperatorOrder } from '@banyi/contract/orders'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { PENDING } from '../refunds/refund-queries.ts'
import { inBooks } from './books.ts'

export interface OrderMoney {
  /** for the order; tips apart */
  paidFen: number
  /** compensations apart */
  refundedFen: number
  refundPendingFen: number
  /** what a funder pays; what it got back is not in it */
  couponFen: number
  /** with the insurer */
  premiumFen: number
  tipFen: number
  compensatedFen: number
  heldFen: number
  /** went to the companion, to us and to the fund */
  releasedFen: number
  companionFen: number
  settledAt: Date | null
  isFrozen: boolean
}
const NOTHING: OrderMoney = {
  paidFen: 0,
  refundedFen: 0,
  refundPendingFen: 0,
  couponFen: 0,
  premiumFen: 0,
  tipFen: 0,
  compensatedFen: 0,
  heldFen: 0,
  releasedFen: 0,
  companionFen: 0,
  settledAt: null,
  isFrozen: false,
}

export async function moneyOf(system: Pick<System, 'db'>, orderId: string): Promise<OrderMoney> {
  return (await moneyOfMany(system, [orderId])).get(orderId) ?? NOTHING
}

/** Every id that was asked for is in the map. */
export async function moneyOfMany(system: Pick<System, 'db'>, orderIds: string[]): Promise<Map<string, OrderMoney>> {
  const money = new Map(orderIds.map((id) => [id, NOTHING]))
  if (orderIds.length === 0) return money
  const rows = await inBooks(system, (tx) =>
    tx.many<OrderMoney & { id: string }>(sql`
      select o.order_id as id, coalesce(paid.fen, 0)::bigint as "paidFen", coalesce(back.done, 0)::bigint as "refundedFen",
        coalesce(back.pending, 0)::bigint as "refundPendingFen", o.coupon_fen as "couponFen", coalesce(premium.fen, 0)::bigint as "premiumFen",
        o.tip_fen as "tipFen", o.compensated_fen as "compensatedFen", -coalesce(held.balance_fen, 0) as "heldFen", o.released_fen as "releasedFen",
        o.income_fen as "companionFen", o.settled_at as "settledAt", o.frozen_since is not null as "isFrozen"
      from payments.orders o
      left join lateral (select sum(amount_fen) as fen from payments.payments where order_id = o.order_id and state = 'captured' and purpose = 'order') as paid on true
      left join lateral (
        select sum(amount_fen) filter (where state = 'refunded') as done, sum(amount_fen) filter (where state = any(${PENDING})) as pending
        from payments.refunds where order_id = o.order_id and claim_id is null) as back on true
      left join lateral (
        select -sum(e.amount_fen) as fen from payments.postings p join payments.entries e on e.posting_id = p.id and e.account = 'premium'
        where p.order_id = o.order_id) as premium on true
      left join payments.accounts held on held.code = 'held:' || o.order_id
      where o.order_id = any(${orderIds}::uuid[])`),
  )
  for (const { id, ...rest } of rows) money.set(id, rest)
  return money
}

export function postingsOf(system: System, orderId: string): Promise<OperatorOrder['postings']> {
  return inBooks(system, async (tx) => {
    const rows = await tx.many<{
      id: string
      at: Date
      kind: string
      sentence: string
      entries: { account: string; amountFen: number }[]
    }>(sql`
      select p.id, p.at, p.kind, p.sentence,
        (select json_agg(json_build_object('account', e.account, 'amountFen', e.amount_fen) order by e.amount_fen desc, e.account) from payments.entries e where e.posting_id = p.id) as entries
      from payments.postings p where p.order_id = ${orderId} order by p.at, p.tx`)
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  })
}
