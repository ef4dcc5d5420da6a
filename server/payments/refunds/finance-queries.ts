/** SQL of the refunds that finance looks through. */
import type { Tx } from '../../core/database.ts'
import { empty, sql } from '../../core/sql.ts'
import type { RefundRow, RefundState } from './refund-queries.ts'

export interface FinanceRow extends RefundRow {
  order_number: string | null
  cursor_at: string
}
export interface RefundSearch {
  state?: RefundState | undefined
  /** beginning of the number of a refund, a payment or an order */
  query?: string | undefined
}
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (letter) => `\\${letter}`)
const where = ({ state, query }: RefundSearch) => sql`
  where ${state ? sql`r.state = ${state}` : sql`true`} ${
    query
      ? sql`and (r.number like ${`${escapeLike(query)}%`} or r.payment_number like ${`${escapeLike(query)}%`}
      or r.order_id = any(array(select order_id from payments.orders where number like ${`${escapeLike(query)}%`} limit 100)))`
      : empty
  }`

export const listFinanceRefunds = (
  tx: Tx,
  search: RefundSearch,
  page: { after: [string, string] | null; limit: number },
): Promise<FinanceRow[]> =>
  tx.many<FinanceRow>(sql`
    select r.*, r.created_at::text as cursor_at, o.number as order_number from payments.refunds r left join payments.orders o using (order_id)
    ${where(search)} ${page.after ? sql`and (r.created_at, r.number) < (${page.after[0]}::timestamptz, ${page.after[1]})` : empty}
    order by r.created_at desc, r.number desc limit ${page.limit}`)

export const countFinanceRefunds = async (tx: Tx, search: RefundSearch): Promise<number> =>
  (await tx.one<{ n: number }>(sql`select count(*)::int as n from payments.refunds r ${where(search)}`)).n

/** abnormal, at our own bank, failed and nothing done about it */
export const countRefundsForPeople = (tx: Tx): Promise<{ n: number; oldest: Date | null }> =>
  tx.one(sql`
    select count(*)::int as n, min(changed_at) as oldest from payments.refunds
    where state in ('abnormal', 'at-our-bank') or (state = 'failed' and again_number is null and claim_id is null and late_at is null and anew_fen < amount_fen)`)

export const findFinanceRefund = (tx: Tx, number: string): Promise<FinanceRow | null> =>
  tx.maybe<FinanceRow>(sql`
    select r.*, r.created_at::text as cursor_at, o.number as order_number from payments.refunds r left join payments.orders o using (order_id)
    where r.number = ${number}`)
