/** Are the books right? Everything that must be true is asked of the database; an empty list is the answer one wants. */
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { inBooks } from './books.ts'

export function checkBooks(system: System): Promise<string[]> {
  return inBooks(system, async (tx) => {
    const rows = await tx.many<{ fault: string }>(sql`
      select 'all entries sum to ' || sum(amount_fen) as fault from payments.entries having sum(amount_fen) <> 0
      union all
      select 'posting ' || p.id || ' sums to ' || coalesce(sum(e.amount_fen), 0) || ' over ' || count(e.*) from payments.postings p left join payments.entries e on e.posting_id = p.id
        group by p.id having coalesce(sum(e.amount_fen), 0) <> 0 or count(e.*) < 2
      union all
      select 'account ' || a.code || ' says ' || a.balance_fen || ', its entries ' || coalesce(sum(e.amount_fen), 0) from payments.accounts a left join payments.entries e on e.account = a.code
        group by a.code having a.balance_fen <> coalesce(sum(e.amount_fen), 0)
      union all
      select 'payment ' || number || ' is captured without a posting' from payments.payments
        where state = 'captured' and not exists (select 1 from payments.postings where key = 'captured:' || number)
      union all
      select 'order ' || a.order_id || ' has ' || -a.balance_fen || ' on its way back, its refunds say ' || coalesce(r.fen, 0)
        from payments.accounts a left join lateral (
          select sum(amount_fen) as fen from payments.refunds where order_id = a.order_id and state in ('requested', 'processing', 'abnormal')) r on true
        where a.kind = 'refunding' and -a.balance_fen <> coalesce(r.fen, 0)
      union all
      select 'order ' || p.order_id || ' was refunded more than was paid' from payments.payments p where state = 'captured'
        group by p.order_id having sum(amount_fen) < (
          select coalesce(sum(amount_fen), 0) from payments.refunds r where r.order_id = p.order_id and r.state in ('requested', 'processing', 'abnormal', 'refunded'))`)
    return rows.map(({ fault }) => fault)
  })
}

/** Job: once a day, loudly. */
export async function watchBooks(system: System): Promise<void> {
  const faults = await checkBooks(system)
  if (faults.length > 0) system.log.error({ faults: faults.slice(0, 20) }, 'the books are not right')
}
