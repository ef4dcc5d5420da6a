/** A day's lines beside our payments, refunds, transfers and postings: one row for each that does not fit. */
import type { DifferenceKind } from '@banyi/contract/payments/reconciliation'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { Source } from './store-bill.ts'

export interface Found {
  source: Source
  kind: DifferenceKind
  number: string
  hereFen: number | null
  thereFen: number | null
  hereWords: string
  thereWords: string
  orderId: string | null
  /** null: a line that should be there */
  lineId: number | null
  /** what is ours by this number, to be asked after when the bill knows more */
  ours: 'payment' | 'refund' | 'transfer' | null
}

/**
 * Lines that have no equal here. Payments have the provider's own time, refunds and transfers may have become known late,
 * so these are only out of time when the bill is later than we are. Around midnight (300 s) two clocks may name two days.
 */
export const listUnmatchedLines = (tx: Tx, day: string): Promise<Found[]> =>
  tx.many<Found>(sql`
    select source, kind, number, case when kind = 'missing-here' then null else here_fen end as "hereFen", amount_fen as "thereFen",
      here_words as "hereWords", business as "thereWords", order_id as "orderId", id as "lineId", ours
    from (
      select l.id, l.source, l.number, l.amount_fen, l.business, l.at,
        coalesce(p.order_id, r.order_id, t.order_id) as order_id,
        case when p.number is not null then 'payment' when r.number is not null then 'refund' when t.number is not null then 'transfer' end as ours,
        coalesce(p.state, r.state, t.state, '没有记录') as here_words,
        case when p.number is not null then p.amount_fen
             when r.number is not null then case when r.state in ('failed', 'refused') and l.source = 'fund' then 0 else -r.amount_fen end
             when t.number is not null then case when l.amount_fen < 0 then -t.amount_fen else t.amount_fen end end as here_fen,
        case
          when p.number is not null then case
            when p.state <> 'captured' then 'missing-here'
            when p.amount_fen <> l.amount_fen then 'amount'
            when not ((p.paid_at at time zone 'Asia/Shanghai')::date = (l.at at time zone 'Asia/Shanghai')::date or abs(extract(epoch from l.at - p.paid_at)) <= 300 or p.paid_at is null) then 'time' end
          when r.number is not null and l.source = 'trade' then case
            when r.state = 'refused' or (r.state = 'requested' and r.provider_created_at is null) then 'missing-here'
            when -r.amount_fen <> l.amount_fen then 'amount'
            when r.state = 'failed' and l.business = '退款成功' or r.state in ('refunded', 'at-our-bank') and l.business = '退款关闭' then 'status'
            when not ((r.provider_created_at at time zone 'Asia/Shanghai')::date = (l.at at time zone 'Asia/Shanghai')::date or abs(extract(epoch from l.at - r.provider_created_at)) <= 300 or r.provider_created_at is null or r.provider_created_at >= l.at) then 'time' end
          when r.number is not null then case
            when l.amount_fen > 0 then case when r.state = 'failed' then null else 'status' end
            when r.state in ('requested', 'processing', 'abnormal') then 'missing-here'
            when r.state in ('failed', 'refused') then 'status'
            when -r.amount_fen <> l.amount_fen then 'amount'
            when not ((s.at at time zone 'Asia/Shanghai')::date = (l.at at time zone 'Asia/Shanghai')::date or abs(extract(epoch from l.at - s.at)) <= 300 or s.at is null or s.at >= l.at) then 'time' end
          when t.number is not null then case
            when t.state in ('awaiting-approval', 'rejected') then 'status'
            when abs(l.amount_fen) <> t.amount_fen then 'amount'
            when l.amount_fen > 0 and t.state = 'paid' then 'status'
            when l.amount_fen > 0 and t.state not in ('failed', 'cancelled', 'reversed') then 'missing-here'
            when l.amount_fen < 0 and not ((t.provider_created_at at time zone 'Asia/Shanghai')::date = (l.at at time zone 'Asia/Shanghai')::date or abs(extract(epoch from l.at - t.provider_created_at)) <= 300 or t.provider_created_at is null or t.provider_created_at >= l.at) then 'time' end
          when m.posting_id is null then 'missing-here' end as kind
      from payments.bill_lines l
        left join payments.payments p on p.number = l.number
        left join payments.refunds r on r.number = l.number
        left join payments.transfers t on t.number = l.number
        left join lateral (
          select o.at from payments.postings o join payments.entries e on e.posting_id = o.id and e.account = 'provider' and e.amount_fen < 0
          where r.number is not null and l.source = 'fund' and o.reference = r.number order by o.at limit 1) s on true
        left join lateral (
          select posting_id from payments.proposals where l.source = 'fund' and p.number is null and r.number is null and t.number is null
            and state = 'posted' and kind in ('bank-withdrawal', 'bank-deposit') and reference = l.number limit 1) m on true
      where l.day = ${day} and l.status <> 'booked') judged
    where kind is not null order by id`)

/** What we say happened on this day and no bill of any day shows. What the trade bill misses the fund bill is not asked for again. */
export const listMissingThere = (tx: Tx, from: Date, to: Date): Promise<Found[]> =>
  tx.many<Found>(sql`
    with ours as (
      select 'trade' as source, number, amount_fen as fen, '已收款' as words, order_id, 'payment' as ours from payments.payments
        where paid_at >= ${from} and paid_at < ${to} and state = 'captured'
      union all
      select 'fund', number, amount_fen, '已收款', order_id, 'payment' from payments.payments
        where paid_at >= ${from} and paid_at < ${to} and state = 'captured'
      union all
      select 'trade', number, -amount_fen, '已申请退款', order_id, 'refund' from payments.refunds
        where provider_created_at >= ${from} and provider_created_at < ${to} and state <> 'refused'
      union all
      select 'fund', r.number, -r.amount_fen, '已退款', r.order_id, 'refund' from payments.refunds r
        join payments.postings o on o.reference = r.number join payments.entries e on e.posting_id = o.id and e.account = 'provider' and e.amount_fen < 0
        where o.at >= ${from} and o.at < ${to}
      union all
      select 'fund', number, -amount_fen, '已发起转账', order_id, 'transfer' from payments.transfers
        where provider_created_at >= ${from} and provider_created_at < ${to}
      union all
      select 'fund', number, amount_fen, '转账已退回', order_id, 'transfer' from payments.transfers
        where changed_at >= ${from} and changed_at < ${to} and provider_created_at is not null and state in ('failed', 'cancelled', 'reversed')
      union all
      -- people book what they did at the bank a day earlier or later than the provider
      select 'fund', reference, case kind when 'bank-deposit' then amount_fen else -amount_fen end, '人工记账', null, null from payments.proposals
        where state = 'posted' and kind in ('bank-withdrawal', 'bank-deposit')
          and decided_at >= ${from}::timestamptz - interval '3 days' and decided_at < ${to}::timestamptz - interval '3 days'),
    missing as (
      select distinct on (o.source, o.number) o.* from ours o
      where not exists (
        select 1 from payments.bill_lines l where l.number = o.number and l.source = o.source and l.status <> 'booked' and (l.amount_fen < 0) = (o.fen < 0))
      order by o.source, o.number, o.fen)
    select source, 'missing-there' as kind, number, fen as "hereFen", null as "thereFen", words as "hereWords", '账单里没有' as "thereWords", order_id as "orderId",
      null as "lineId", ours from missing m
    where m.source = 'trade' or not exists (select 1 from missing t where t.source = 'trade' and t.number = m.number)`)

export const markLines = (tx: Tx, day: string, different: number[]): Promise<number> =>
  tx.run(sql`
    update payments.bill_lines set status = case when id = any(${different}::bigint[]) then 'different' else 'matched' end
    where day = ${day} and status <> 'booked' and (status = 'different') <> (id = any(${different}::bigint[]))`)
