/**
 * Our account at the provider as it was at the end of a day. Postings carry the time at which we heard; here each counts
 * on the day on which the money moved: that of its line in the fund flow, else the provider's own time. A transfer leaves
 * the account there when it is made, in our books when it has arrived.
 */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

/** From the balance of now, back over what came after `end`: nothing sums the whole history. */
export async function balanceHereAt(tx: Tx, end: Date): Promise<number> {
  const { fen } = await tx.one<{ fen: number }>(sql`
    with later as (
      select e.amount_fen, coalesce(
        (select d.day + 1 from payments.differences d where o.key like 'difference:%' and d.id::text = split_part(o.key, ':', 2))::timestamp at time zone 'Asia/Shanghai' - interval '1 second',
        case when o.kind = 'fees' then (o.reference::date + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 second' end,
        (select min(l.at) from payments.bill_lines l where l.source = 'fund' and l.number = o.reference and l.status <> 'booked' and (l.amount_fen < 0) = (e.amount_fen < 0)),
        (select p.paid_at from payments.payments p where p.number = o.reference),
        -- booked by people: counts when the bill shows it, for three days
        (select o.at + interval '3 days' from payments.proposals m where m.posting_id = o.id and m.kind in ('bank-withdrawal', 'bank-deposit')),
        o.at) as at
      from payments.postings o join payments.entries e on e.posting_id = o.id and e.account = 'provider'
      where o.at >= ${end}::timestamptz - interval '7 days' and not exists (select 1 from payments.transfers t where t.number = o.reference)),
    transfers as (
      select case when t.state = 'paid' then -t.amount_fen else 0 end as booked,
        case when l.out_at < ${end} and (l.back_at is null or l.back_at >= ${end}) then -t.amount_fen else 0 end as there
      from payments.transfers t left join lateral (
        select coalesce(min(b.at) filter (where b.amount_fen < 0), t.provider_created_at) as out_at,
          case when t.state in ('failed', 'cancelled', 'reversed') then coalesce(max(b.at) filter (where b.amount_fen > 0), t.changed_at) end as back_at
        from payments.bill_lines b where b.source = 'fund' and b.number = t.number) l on true
      where t.state not in ('awaiting-approval', 'rejected') and (t.changed_at >= ${end}::timestamptz - interval '7 days' or t.state not in ('paid', 'failed', 'cancelled', 'reversed')))
    select coalesce((select balance_fen from payments.accounts where code = 'provider'), 0)
      - coalesce((select sum(amount_fen) from later where at >= ${end}), 0)::bigint
      - coalesce((select sum(booked - there) from transfers), 0)::bigint as fen`)
  return fen
}

/** The balance difference that was told last and still stands: as long as the gap stays the same it is not told again. */
export async function gapTold(tx: Tx, before: string): Promise<number> {
  const row = await tx.maybe<{ gap: number }>(sql`
    select coalesce(there_fen, 0) - coalesce(here_fen, 0) as gap from payments.differences
    where kind = 'balance' and state <> 'gone' and day < ${before} and posting_id is null order by day desc limit 1`)
  return row?.gap ?? 0
}
