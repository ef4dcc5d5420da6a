/**
 * Sums of the books for a span of time: what the public report says of money. Only what is never changed is read (postings,
 * steps, times of creation and approval), so the same span gives the same figures for ever.
 */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { FUND, inBooks } from '../books/books.ts'
import { stateNames } from './claim-words.ts'
import { fundFlow } from './fund-flow.ts'

export interface MoneyFigures {
  /** orders that were paid */
  paidOrders: number
  refunds: { count: number; amountFen: number; medianMinutes: number | null; failed: number }
  fund: {
    openingFen: number
    setAsideFen: number
    paidFen: number
    paidCount: number
    recoveredFen: number
    closingFen: number
    medianMinutesToPay: number | null
  }
}

/** From `from` on, before `to`. */
export const moneyFigures = (system: Pick<System, 'db'>, from: Date, to: Date): Promise<MoneyFigures> =>
  inBooks(system, async (tx) => {
    const { paidOrders } = await tx.one<{ paidOrders: number }>(sql`
      select count(*)::int as "paidOrders" from payments.orders where paid_at >= ${from} and paid_at < ${to}`)
    const flow = await fundFlow(tx, from, to)
    const openingFen = await fundBefore(tx, from)
    return {
      paidOrders,
      refunds: await refundFigures(tx, from, to),
      fund: {
        openingFen,
        ...flow,
        ...(await claimFigures(tx, from, to)),
        closingFen: openingFen + flow.setAsideFen + flow.recoveredFen - flow.paidFen,
      },
    }
  })

/** The first payment that there was; null: none yet. */
export const firstPaidAt = (system: Pick<System, 'db'>): Promise<Date | null> =>
  inBooks(system, async (tx) => {
    const { at } = await tx.one<{ at: Date | null }>(sql`select min(paid_at) as at from payments.orders`)
    return at
  })

const fundBefore = async (tx: Tx, at: Date): Promise<number> => {
  const { fen } = await tx.one<{ fen: number }>(sql`
    select coalesce(-sum(e.amount_fen), 0)::bigint as fen from payments.entries e join payments.postings p on p.id = e.posting_id
    where e.account = ${FUND} and p.at < ${at}`)
  return fen
}

/** A refund counts when it is with the family; compensations are the fund's. */
const refundFigures = (tx: Tx, from: Date, to: Date): Promise<MoneyFigures['refunds']> =>
  tx.one(sql`
    with told as (
      select p.kind in ('refund-settled', 'refund-late', 'refund-paid-by-bank') as arrived, r.amount_fen,
        extract(epoch from p.at - r.created_at) / 60 as minutes
      from payments.postings p join payments.refunds r on r.number = p.reference and r.claim_id is null
      where p.kind in ('refund-settled', 'refund-late', 'refund-paid-by-bank', 'refund-failed') and p.at >= ${from} and p.at < ${to})
    select count(*) filter (where arrived)::int as count, coalesce(sum(amount_fen) filter (where arrived), 0)::bigint as "amountFen",
      round(percentile_cont(0.5) within group (order by minutes) filter (where arrived))::int as "medianMinutes",
      count(*) filter (where not arrived)::int as failed from told`)

/** Claims whose last fen arrived for the first time in the span, and how long that took after the approval. */
const claimFigures = (
  tx: Tx,
  from: Date,
  to: Date,
): Promise<{ paidCount: number; medianMinutesToPay: number | null }> =>
  tx.one(sql`
    with arrived as (
      select c.approved_at, min(s.at) as at from payments.claims c join payments.steps s on s.subject = c.id::text and s.what = ${stateNames.paid}
      group by c.id)
    select count(*)::int as "paidCount",
      round(percentile_cont(0.5) within group (order by extract(epoch from at - approved_at) / 60))::int as "medianMinutesToPay"
    from arrived where at >= ${from} and at < ${to}`)
