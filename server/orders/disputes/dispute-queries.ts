/** The SQL on orders.disputes. */
import type { DisputeCategory, DisputeDecision } from '@banyi/contract/orders/after-sales'
import type { Queryable, Tx } from '../../core/database.ts'
import { empty, sql, type Sql } from '../../core/sql.ts'
import type { BornBy } from '../order-money.ts'
import type { OrderRow } from '../order-queries.ts'

export interface DisputeRow {
  id: string
  order_id: string
  state: 'open' | 'decided'
  category: DisputeCategory
  what_enc: Buffer
  opened_at: Date
  answer_before: Date
  left_seconds: number
  decision: DisputeDecision | null
  refund_fen: number | null
  born_by: BornBy | null
  answer_enc: Buffer | null
  decided_at: Date | null
  decided_by: string | null
}

export const findDispute = (db: Queryable, orderId: string): Promise<DisputeRow | null> =>
  db.maybe<DisputeRow>(sql`select * from orders.disputes where order_id = ${orderId}`)

export const insertDispute = (
  tx: Tx,
  row: Pick<DisputeRow, 'id' | 'order_id' | 'category' | 'what_enc' | 'opened_at' | 'answer_before' | 'left_seconds'>,
): Promise<number> =>
  tx.run(sql`
    insert into orders.disputes (id, order_id, state, category, what_enc, opened_at, answer_before, left_seconds)
    values (${row.id}, ${row.order_id}, 'open', ${row.category}, ${row.what_enc}, ${row.opened_at}, ${row.answer_before}, ${row.left_seconds})`)

/** 0 rows: somebody ended it before */
export const endDisputeRow = (
  tx: Tx,
  orderId: string,
  end: {
    decision: DisputeDecision
    refundFen: number
    bornBy: BornBy | null
    answerEnc: Buffer | null
    operatorId: string | null
    now: Date
  },
): Promise<number> =>
  tx.run(sql`
    update orders.disputes set state = 'decided', decision = ${end.decision}, refund_fen = ${end.refundFen}, born_by = ${end.bornBy},
      answer_enc = ${end.answerEnc}, decided_by = ${end.operatorId}, decided_at = ${end.now}
    where order_id = ${orderId} and state = 'open'`)

interface DisputeFilter {
  state: 'open' | 'decided' | null
  digits: string | null
}
const matches = ({ state, digits }: DisputeFilter): Sql => sql`true
  ${state ? sql`and d.state = ${state}` : empty}
  ${digits === null ? empty : sql`and (o.number like ${`${digits}%`} or reverse(o.number) like ${`${[...digits].toReversed().join('')}%`})`}`

/** what waits longest first among the open ones, newest first otherwise */
export function listDisputeRows(
  db: Queryable,
  filter: DisputeFilter,
  after: [string, string] | null,
  limit: number,
): Promise<DisputeRow[]> {
  const place = sql`(${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid)`
  const isOpen = filter.state === 'open'
  const from =
    after === null ? empty : isOpen ? sql`and (d.opened_at, d.id) > ${place}` : sql`and (d.opened_at, d.id) < ${place}`
  const order = isOpen ? sql`d.opened_at, d.id` : sql`d.opened_at desc, d.id desc`
  return db.many<DisputeRow>(sql`
    select d.* from orders.disputes d join orders.orders o on o.id = d.order_id where ${matches(filter)} ${from}
    order by ${order} limit ${limit}`)
}
export const countDisputeRows = (db: Queryable, filter: DisputeFilter): Promise<{ total: number; open: number }> =>
  db.one(sql`
    select (select count(*)::int from (select 1 from orders.disputes d join orders.orders o on o.id = d.order_id where ${matches(filter)} limit 10000) few) as total,
      (select count(*)::int from orders.disputes where state = 'open') as open`)
export const findOrders = (db: Queryable, ids: string[]): Promise<OrderRow[]> =>
  db.many<OrderRow>(sql`select * from orders.orders where id = any(${ids}::uuid[])`)
