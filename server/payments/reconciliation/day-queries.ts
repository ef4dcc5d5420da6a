/** SQL on payments.bill_days. */
import type { ReconciledDay } from '@banyi/contract/payments/reconciliation'
import type { Tx } from '../../core/database.ts'
import { sql, type Sql } from '../../core/sql.ts'

export interface DayRow {
  day: string
  checked_at: Date
  runs: number
  trade_hash: string | null
  fund_hash: string | null
  trade_lines: number
  fund_lines: number
  matched: number
  fee_fen: number
  balance_here_fen: number | null
  balance_there_fen: number | null
}

/** The row of a day, new or not, locked: two who compare the same day do it one after the other. */
export const lockDay = (tx: Tx, day: string, now: Date): Promise<DayRow> =>
  tx.one<DayRow>(sql`
    insert into payments.bill_days (day, checked_at, runs, trade_lines, fund_lines, matched, fee_fen) values (${day}, ${now}, 0, 0, 0, 0, 0)
    on conflict (day) do update set checked_at = bill_days.checked_at returning *`)

export interface Closing {
  tradeHash: string | null
  fundHash: string | null
  feePostingId: string | null
  balanceHereFen: number | null
  balanceThereFen: number | null
}
export const closeDay = (tx: Tx, day: string, it: Closing, now: Date): Promise<DayRow> =>
  tx.one<DayRow>(sql`
    update payments.bill_days set checked_at = ${now}, runs = runs + 1, trade_hash = ${it.tradeHash}, fund_hash = ${it.fundHash},
      balance_here_fen = ${it.balanceHereFen}, balance_there_fen = ${it.balanceThereFen}, posting_id = coalesce(posting_id, ${it.feePostingId}),
      trade_lines = l.trade, fund_lines = l.fund, matched = l.matched, fee_fen = l.fee
    from (select count(*) filter (where source = 'trade') as trade, count(*) filter (where source = 'fund') as fund, count(*) filter (where status = 'matched') as matched,
        coalesce(sum(fee_fen) filter (where source = 'fund'), 0) as fee from payments.bill_lines where day = ${day}) l
    where day = ${day} returning bill_days.*`)

/** What the fund flow says the provider took, and what of it is in the books. */
export const feesOf = (tx: Tx, day: string): Promise<{ taken: number; posted: number; times: number }> =>
  tx.one(sql`
    select (select coalesce(sum(fee_fen), 0) from payments.bill_lines where day = ${day} and source = 'fund')::bigint as taken,
      coalesce(sum(e.amount_fen), 0)::bigint as posted, count(o.id)::int as times
    from payments.postings o join payments.entries e on e.posting_id = o.id and e.account = 'fee' where o.kind = 'fees' and o.reference = ${day}`)

/** Days that lie before everything have no bill. */
export const firstPaymentAt = async (tx: Tx): Promise<Date | null> =>
  (await tx.one<{ at: Date | null }>(sql`select min(paid_at) as at from payments.payments where paid_at is not null`))
    .at

export const listChecked = (tx: Tx, days: string[]): Promise<{ day: string; checked_at: Date }[]> =>
  tx.many(sql`select day, checked_at from payments.bill_days where day = any(${days}::date[])`)

/** Days on which something still waits, not looked at for a day: what is known by now is no difference any more. */
export const listWaitingDays = (tx: Tx, since: string, seenBefore: Date): Promise<{ day: string }[]> =>
  tx.many(sql`
    select day from payments.bill_days b where day >= ${since} and checked_at < ${seenBefore}
      and exists (select 1 from payments.differences d where d.day = b.day and d.state in ('open', 'taken', 'proposed')) order by day`)

type ViewRow = DayRow & { differences: number; open: number }
const counted = (where: Sql): Sql => sql`
  select b.*, d.differences, d.open from payments.bill_days b, lateral (
    select count(*)::int as differences, (count(*) filter (where state in ('open', 'taken', 'proposed')))::int as open
    from payments.differences where day = b.day and state <> 'gone') d ${where}`

export const findDay = (tx: Tx, day: string): Promise<ViewRow | null> =>
  tx.maybe<ViewRow>(counted(sql`where b.day = ${day} and b.runs > 0`))
export const listDays = (tx: Tx, before: string | null, limit: number): Promise<ViewRow[]> =>
  tx.many<ViewRow>(
    counted(
      sql`where b.runs > 0 and (${before}::date is null or b.day < ${before}) order by b.day desc limit ${limit}`,
    ),
  )

export const viewDay = (row: ViewRow): ReconciledDay => ({
  day: row.day,
  checkedAt: row.checked_at.toISOString(),
  runs: row.runs,
  tradeLines: row.trade_lines,
  fundLines: row.fund_lines,
  matched: row.matched,
  feeFen: row.fee_fen,
  balanceHereFen: row.balance_here_fen,
  balanceThereFen: row.balance_there_fen,
  openDifferences: row.open,
  differences: row.differences,
})
