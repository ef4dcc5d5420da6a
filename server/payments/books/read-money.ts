/** What orders show of the money: paid, back, on its way back; and the order's postings for the operator. */
import type { OperatorOrder } from '@banyi/contract/orders'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { inBooks } from './books.ts'
import { PENDING } from '../refunds/refund-queries.ts'

export interface OrderMoney {
  paidFen: number
  refundedFen: number
  refundPendingFen: number
}
const NOTHING: OrderMoney = { paidFen: 0, refundedFen: 0, refundPendingFen: 0 }

export async function moneyOf(system: System, orderId: string): Promise<OrderMoney> {
  return (await moneyOfMany(system, [orderId])).get(orderId) ?? NOTHING
}

/** Every id that was asked for is in the map. */
export async function moneyOfMany(system: System, orderIds: string[]): Promise<Map<string, OrderMoney>> {
  const money = new Map(orderIds.map((id) => [id, NOTHING]))
  if (orderIds.length === 0) return money
  const rows = await inBooks(system, (tx) =>
    tx.many<OrderMoney & { id: string }>(sql`
      select id, coalesce(paid.fen, 0)::bigint as "paidFen", coalesce(back.done, 0)::bigint as "refundedFen", coalesce(back.pending, 0)::bigint as "refundPendingFen"
      from unnest(${orderIds}::uuid[]) as id
      left join lateral (select sum(amount_fen) as fen from payments.payments where order_id = id and state = 'captured') as paid on true
      left join lateral (
        select sum(amount_fen) filter (where state = 'refunded') as done, sum(amount_fen) filter (where state = any(${PENDING})) as pending
        from payments.refunds where order_id = id) as back on true`),
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
