/** SQL on payments.earnings. */
import type { Earning } from '@banyi/contract/payments/payouts'
import type { Tx } from '../../core/database.ts'
import { empty, sql } from '../../core/sql.ts'

export interface EarningWords {
  /** id that `post` returned */
  postingId: string
  payeeId: string
  kind: Earning['kind']
  /** 半天陪诊 11月25日 09:00 */
  title: string
  orderId: string | null
  orderNumber: string | null
  lines: Earning['lines']
  /** plus: she got it; minus: it was taken. The lines sum to it */
  amountFen: number
  at: Date
}

export async function insertEarning(tx: Tx, e: EarningWords & { balanceFen: number }): Promise<void> {
  await tx.run(sql`
    insert into payments.earnings (posting_id, payee_id, at, kind, title, order_id, order_number, lines, amount_fen, balance_fen)
    values (${e.postingId}, ${e.payeeId}, ${e.at}, ${e.kind}, ${e.title}, ${e.orderId}, ${e.orderNumber}, ${JSON.stringify(e.lines)}, ${e.amountFen}, ${e.balanceFen})`)
}

export interface EarningRow {
  posting_id: string
  at: Date
  kind: Earning['kind']
  title: string
  order_id: string | null
  order_number: string | null
  lines: Earning['lines']
  amount_fen: number
  balance_fen: number
}
export const showEarning = (row: EarningRow): Earning => ({
  id: row.posting_id,
  at: row.at.toISOString(),
  kind: row.kind,
  title: row.title,
  orderId: row.order_id,
  orderNumber: row.order_number,
  lines: row.lines,
  amountFen: row.amount_fen,
  balanceFen: row.balance_fen,
})
/** [from, before) */
export interface Span {
  from: Date
  before: Date
}
export const listEarnings = (
  tx: Tx,
  payeeId: string,
  page: { span: Span | null; after: [string, string] | null; limit: number },
): Promise<EarningRow[]> =>
  tx.many(sql`
    select * from payments.earnings where payee_id = ${payeeId}
      ${page.span ? sql`and at >= ${page.span.from} and at < ${page.span.before}` : empty}
      ${page.after ? sql`and (at, posting_id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)` : empty}
    order by at desc, posting_id desc limit ${page.limit}`)

/** oldest first: as a statement lists them */
export const listEarningsOfMonth = (tx: Tx, payeeId: string, { from, before }: Span): Promise<EarningRow[]> =>
  tx.many(sql`
    select e.* from payments.earnings e join payments.postings p on p.id = e.posting_id
    where e.payee_id = ${payeeId} and e.at >= ${from} and e.at < ${before} order by e.at, p.tx`)
export async function earnedBefore(tx: Tx, payeeId: string, before: Date): Promise<number> {
  const { fen } = await tx.one<{ fen: number }>(
    sql`select coalesce(sum(amount_fen), 0)::bigint as fen from payments.earnings where payee_id = ${payeeId} and at < ${before}`,
  )
  return fen
}
export async function incomeIn(tx: Tx, payeeId: string, { from, before }: Span): Promise<number> {
  const { fen } = await tx.one<{ fen: number }>(sql`
    select coalesce(sum(amount_fen), 0)::bigint as fen from payments.earnings
    where payee_id = ${payeeId} and at >= ${from} and at < ${before} and kind not in ('withdrawal', 'withdrawal-returned')`)
  return fen
}

export interface MonthRow {
  month: string
  income_fen: number
  withdrawn_fen: number
  closing_fen: number
}
/** months in which something happened, newest first */
export const listMonths = (tx: Tx, payeeId: string): Promise<MonthRow[]> =>
  tx.many(sql`
    with months as (
      select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
        coalesce(sum(amount_fen) filter (where kind not in ('withdrawal', 'withdrawal-returned')), 0)::bigint as income_fen,
        coalesce(-sum(amount_fen) filter (where kind in ('withdrawal', 'withdrawal-returned')), 0)::bigint as withdrawn_fen,
        sum(amount_fen) as total_fen
      from payments.earnings where payee_id = ${payeeId} group by 1)
    select month, income_fen, withdrawn_fen, (sum(total_fen) over (order by month))::bigint as closing_fen from months order by month desc`)
