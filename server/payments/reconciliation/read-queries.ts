/** Reading lines and differences, with the order and the person of each. */
import type { DifferenceKind, DifferenceState, Resolution } from '@banyi/contract/payments/reconciliation'
import type { Tx } from '../../core/database.ts'
import { sql, type Sql } from '../../core/sql.ts'

export interface LineRow {
  id: number
  source: 'trade' | 'fund'
  line_number: number
  at: Date
  business: string
  number: string
  amount_fen: number
  fee_fen: number
  status: 'matched' | 'booked' | 'different'
  posting_id: string | null
  order_id: string | null
  order_number: string | null
  account_id: string | null
  companion_id: string | null
}
const lines = (where: Sql): Sql => sql`
  select l.id, l.source, l.line_number, l.at, l.business, l.number, l.amount_fen, l.fee_fen, l.status, o.order_id, o.number as order_number,
    coalesce(t.account_id, p.account_id, o.account_id) as account_id, case when t.kind = 'withdrawal' then t.payee_id end as companion_id,
    case when l.status = 'booked' then d.posting_id else (
      select b.id from payments.postings b join payments.entries e on e.posting_id = b.id and e.account = 'provider'
      where b.reference = l.number order by (e.amount_fen < 0) <> (l.amount_fen < 0), b.at limit 1) end as posting_id
  from (${where}) l
    join payments.bill_days d on d.day = l.day
    left join payments.payments p on p.number = l.number
    left join payments.refunds r on r.number = l.number
    left join payments.transfers t on t.number = l.number
    left join payments.orders o on o.order_id = coalesce(p.order_id, r.order_id, t.order_id)
  order by l.id`

export const listLines = (
  tx: Tx,
  of: { day: string; source: string | null; status: string | null; query: string | null; after: number; limit: number },
): Promise<LineRow[]> =>
  tx.many<LineRow>(
    lines(sql`
      select * from payments.bill_lines where day = ${of.day} and id > ${of.after} and (${of.source}::text is null or source = ${of.source})
        and (${of.status}::text is null or status = ${of.status})
        and (${of.query}::text is null or number = ${of.query} or provider_number = ${of.query} or number in (
          select number from payments.payments where order_id in (select order_id from payments.orders where number = ${of.query})
          union all select number from payments.refunds where order_id in (select order_id from payments.orders where number = ${of.query})))
      order by id limit ${of.limit}`),
  )

export const listLinesOfNumber = (tx: Tx, number: string): Promise<LineRow[]> =>
  tx.many<LineRow>(lines(sql`select * from payments.bill_lines where number = ${number} order by id limit 50`))

export interface DifferenceRow {
  id: string
  version: number
  day: string
  source: 'trade' | 'fund'
  kind: DifferenceKind
  number: string
  here_fen: number | null
  there_fen: number | null
  here_words: string
  there_words: string
  state: DifferenceState
  found_at: Date
  owner_id: string | null
  order_id: string | null
  order_number: string | null
  resolution: Resolution | null
  account: string | null
  reason: string | null
  proposed_by: string | null
  resolved_by: string | null
  posting_id: string | null
}
const differences = (where: Sql): Sql =>
  sql`select d.*, o.number as order_number from payments.differences d left join payments.orders o using (order_id) ${where}`

/** Locked, for a person who is about to change it; null: there is none. */
export const lockDifference = (tx: Tx, id: string): Promise<DifferenceRow | null> =>
  tx.maybe<DifferenceRow>(differences(sql`where d.id = ${id} for update of d`))
export const findDifference = (tx: Tx, id: string): Promise<DifferenceRow | null> =>
  tx.maybe<DifferenceRow>(differences(sql`where d.id = ${id}`))

interface Filter {
  day: string | null
  state: string | null
  kind: string | null
}
const fitting = ({ day, state, kind }: Filter): Sql =>
  sql`(${day}::date is null or d.day = ${day}) and (${state}::text is null or d.state = ${state}) and (${kind}::text is null or d.kind = ${kind})`

/** newest day first */
export const listDifferenceRows = (
  tx: Tx,
  filter: Filter,
  after: { day: string; id: string } | null,
  limit: number,
): Promise<DifferenceRow[]> =>
  tx.many<DifferenceRow>(
    differences(sql`
      where ${fitting(filter)} and (${after?.day ?? null}::date is null or (d.day, d.id) < (${after?.day ?? null}::date, ${after?.id ?? null}::uuid))
      order by d.day desc, d.id desc limit ${limit}`),
  )
export const countFitting = (tx: Tx, filter: Filter): Promise<{ total: number; open: number }> =>
  tx.one(sql`
    select count(*) as total, count(*) filter (where state in ('open', 'taken', 'proposed')) as open from payments.differences d where ${fitting(filter)}`)

/** For the overview of finance: what still wants somebody, and since when. */
export const countDifferences = (tx: Tx): Promise<{ open: number; oldestAt: Date | null }> =>
  tx.one(
    sql`select count(*) as open, min(found_at) as "oldestAt" from payments.differences where state in ('open', 'taken', 'proposed')`,
  )

/** Everything booked for this number, and for the day's fees when it is a day. */
export const listPostingsOf = (
  tx: Tx,
  number: string,
  differenceId: string,
): Promise<
  {
    id: string
    at: Date
    kind: string
    sentence: string
    reference: string
    order_id: string | null
    order_number: string | null
    entries: { account: string; amountFen: number }[]
  }[]
> =>
  tx.many(sql`
    select p.id, p.at, p.kind, p.sentence, p.reference, p.order_id, o.number as order_number,
      (select json_agg(json_build_object('account', e.account, 'amountFen', e.amount_fen) order by e.amount_fen desc) from payments.entries e where e.posting_id = p.id) as entries
    from payments.postings p left join payments.orders o using (order_id)
    where p.reference = ${number} or p.key like ${`difference:${differenceId}:%`} order by p.at, p.id limit 50`)
