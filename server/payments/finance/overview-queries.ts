/** SQL of the overview: what each kind of account holds, and what moved on each day. */
import type { AccountKind } from '@banyi/contract/payments/finance'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export const readBalances = (tx: Tx): Promise<{ kind: AccountKind; accounts: number; balanceFen: number }[]> =>
  tx.many(sql`
    select kind, count(*)::int as accounts, sum(balance_fen)::bigint as "balanceFen" from payments.accounts
    group by kind having kind <> 'income' or sum(balance_fen) <> 0 order by kind`)

export interface FlowRow {
  day: string
  paidFen: number
  refundedFen: number
  releasedFen: number
  payoutFen: number
  feeFen: number
}
/** Days of Asia/Shanghai on which something moved, newest first. A payout that came back is taken off the day it came back on. */
export const readFlows = (tx: Tx, from: Date, before: Date): Promise<FlowRow[]> =>
  tx.many<FlowRow>(sql`
    select (p.at at time zone 'Asia/Shanghai')::date as day,
      coalesce(sum(e.amount_fen) filter (where e.account = 'provider' and p.kind in ('captured', 'tipped')), 0)::bigint as "paidFen",
      coalesce(-sum(e.amount_fen) filter (where e.account = 'provider' and p.kind like 'refund-%'), 0)::bigint as "refundedFen",
      coalesce(-sum(e.amount_fen) filter (where p.kind = 'settled' and e.account !~ '^(held|coupon):'), 0)::bigint as "releasedFen",
      greatest(coalesce(-sum(e.amount_fen) filter (where e.account = 'provider' and p.kind ~ '^(withdrawal|compensation)-'), 0), 0)::bigint as "payoutFen",
      coalesce(sum(e.amount_fen) filter (where e.account = 'fee'), 0)::bigint as "feeFen"
    from payments.postings p join payments.entries e on e.posting_id = p.id
    where p.at >= ${from} and p.at < ${before} group by 1 order by 1 desc`)
