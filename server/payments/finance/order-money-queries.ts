/** SQL of the money of orders, as finance looks through it. */
import type { Tx } from '../../core/database.ts'
import { empty, sql, type Sql } from '../../core/sql.ts'
import { PENDING } from '../refunds/refund-queries.ts'

export interface OrderMoneyRow {
  order_id: string
  number: string
  paid_at: Date | null
  cursor_at: string
  paid_fen: number
  coupon_fen: number
  tip_fen: number
  held_fen: number
  refunded_fen: number
  pending_fen: number
  released_fen: number
  income_fen: number
  commission_fen: number
  fund_fen: number
  premium_fen: number
  compensated_fen: number
  frozen_since: Date | null
}
const isHeld = sql`exists (select 1 from payments.accounts h where h.code = 'held:' || o.order_id and h.balance_fen < 0)`

export const listOrderMoneyRows = (
  tx: Tx,
  search: { query?: string | undefined; only: 'held' | 'frozen' | 'all' },
  page: { after: [string, string] | null; limit: number },
): Promise<OrderMoneyRow[]> =>
  read(
    tx,
    sql`select * from payments.orders o where paid_at is not null
      ${search.query ? sql`and number ~>=~ ${search.query} and number ~<~ ${search.query + String.fromCodePoint(0x10ffff)}` : empty}
      ${search.only === 'frozen' ? sql`and frozen_since is not null` : search.only === 'held' ? sql`and ${isHeld}` : empty}
      ${page.after ? sql`and (paid_at, order_id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)` : empty}
      order by paid_at desc, order_id desc limit ${page.limit}`,
  )

export const findOrderMoneyRow = async (tx: Tx, orderId: string): Promise<OrderMoneyRow | null> =>
  (await read(tx, sql`select * from payments.orders where order_id = ${orderId}`))[0] ?? null

const read = (tx: Tx, orders: Sql): Promise<OrderMoneyRow[]> =>
  tx.many<OrderMoneyRow>(sql`
    select o.*, o.paid_at::text as cursor_at, coalesce(paid.fen, 0)::bigint as paid_fen, -coalesce(held.balance_fen, 0) as held_fen,
      coalesce(back.done, 0)::bigint as refunded_fen, coalesce(back.pending, 0)::bigint as pending_fen, coalesce(premium.fen, 0)::bigint as premium_fen
    from (${orders}) o
    left join payments.accounts held on held.code = 'held:' || o.order_id
    left join lateral (select sum(amount_fen) as fen from payments.payments where order_id = o.order_id and state = 'captured' and purpose = 'order') as paid on true
    left join lateral (
      select sum(amount_fen) filter (where state = 'refunded') as done, sum(amount_fen) filter (where state = any(${PENDING})) as pending
      from payments.refunds where order_id = o.order_id and claim_id is null) as back on true
    left join lateral (
      select -sum(e.amount_fen) as fen from payments.postings p join payments.entries e on e.posting_id = p.id and e.account = 'premium'
      where p.order_id = o.order_id) as premium on true
    order by o.paid_at desc, o.order_id desc`)
