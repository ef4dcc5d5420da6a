/**
 * What came into the fund and left it, from the books alone. A posting says by its other accounts what it was: money that
 * goes to a family, or comes back from there, has gone through refunding, transit or (late) the provider; a recovery comes
 * from a companion's earnings or by bank; the rest is what was set aside: shares of commission, top-ups and capital. So
 * before + set aside + recovered − paid = after, always, also for reverse postings.
 */
import type { Tx } from '../../core/database.ts'
import { empty, sql } from '../../core/sql.ts'
import { FUND } from '../books/books.ts'

export interface FundFlow {
  setAsideFen: number
  /** what came back of it is taken off */
  paidFen: number
  recoveredFen: number
}

/** From `from` on and before `to`; null: no such limit. */
export const fundFlow = (tx: Tx, from: Date | null, to: Date | null): Promise<FundFlow> =>
  tx.one<FundFlow>(sql`
    with flows as (
      select -e.amount_fen as fen,
        case
          -- nearly all of them; and the owner's capital, which comes by bank as recoveries do
          when p.kind in ('settled', 'fund-endowed') then 'share'
          when exists (select 1 from payments.entries x where x.posting_id = p.id and (x.account like 'refunding:%' or x.account like 'transit:%' or x.account in ('provider', 'suspense'))) then 'paid'
          when exists (select 1 from payments.entries x where x.posting_id = p.id and x.account like 'held:%') then 'share'
          when exists (select 1 from payments.entries x where x.posting_id = p.id and (x.account like 'earnings:%' or x.account = 'bank')) then 'recovered'
          else 'share' end as what
      from payments.entries e join payments.postings p on p.id = e.posting_id
      where e.account = ${FUND} ${from ? sql`and p.at >= ${from}` : empty} ${to ? sql`and p.at < ${to}` : empty})
    select coalesce(sum(fen) filter (where what = 'share'), 0)::bigint as "setAsideFen",
      coalesce(-sum(fen) filter (where what = 'paid'), 0)::bigint as "paidFen",
      coalesce(sum(fen) filter (where what = 'recovered'), 0)::bigint as "recoveredFen" from flows`)
