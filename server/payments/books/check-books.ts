/** Are the books right? Everything that must be true is asked of the database; an empty list is the answer one wants. */
import type { Tx } from '../../core/database.ts'
import { sql, type Sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { inBooks } from './books.ts'

export function checkBooks(system: Pick<System, 'db'>): Promise<string[]> {
  return inBooks(system, async (tx) => {
    // one picture for all the questions, while others go on writing
    await tx.run(sql`set transaction isolation level repeatable read, read only`)
    const faults: string[] = []
    for (const question of QUESTIONS) faults.push(...(await ask(tx, question)))
    return faults
  })
}
const ask = async (tx: Tx, question: Sql): Promise<string[]> =>
  (await tx.many<{ fault: string }>(question)).map(({ fault }) => fault)

/** Job: once a day, loudly. */
export async function watchBooks(system: System): Promise<void> {
  const faults = await checkBooks(system)
  if (faults.length > 0) system.log.error({ faults: faults.slice(0, 20) }, 'the books are not right')
}

const LEDGER = sql`
  select 'all entries sum to ' || sum(amount_fen) as fault from payments.entries having sum(amount_fen) <> 0
  union all
  select 'posting ' || p.id || ' sums to ' || coalesce(sum(e.amount_fen), 0) || ' over ' || count(e.*) from payments.postings p left join payments.entries e on e.posting_id = p.id
    group by p.id having coalesce(sum(e.amount_fen), 0) <> 0 or count(e.*) < 2
  union all
  select 'account ' || a.code || ' says ' || a.balance_fen || ', its entries ' || coalesce(sum(e.amount_fen), 0) from payments.accounts a left join payments.entries e on e.account = a.code
    group by a.code having a.balance_fen <> coalesce(sum(e.amount_fen), 0)
  union all
  -- foreign keys can be switched off, and then nobody kept a balance of these
  select count(*) || ' entries on ' || account || ', which is no account' from payments.entries e
    where not exists (select 1 from payments.accounts a where a.code = e.account) group by account`

const PAYMENTS_AND_REFUNDS = sql`
  select 'payment ' || number || ' is captured without a posting' as fault from payments.payments
    where state = 'captured' and not exists (select 1 from payments.postings where key = 'captured:' || number)
  union all
  select 'order ' || owner || ' has ' || -balance_fen || ' on its way back, its refunds say ' || fen from (
    select a.owner, a.balance_fen, coalesce((
      select sum(amount_fen) from payments.refunds where order_id = a.owner::uuid and state in ('requested', 'processing', 'abnormal', 'at-our-bank')), 0) as fen
    from payments.accounts a where a.kind = 'refunding') as r where -balance_fen <> fen
  union all
  select 'order ' || p.order_id || ' was refunded more than was paid' from payments.payments p where state = 'captured' and purpose = 'order'
    group by p.order_id having sum(amount_fen) < (
      select coalesce(sum(amount_fen), 0) from payments.refunds r where r.order_id = p.order_id and r.state in ('requested', 'processing', 'abnormal', 'refunded', 'at-our-bank'))
  union all
  select 'refund ' || number || ' is ' || state || ', its postings say otherwise' from (
    select r.number, r.state, r.late_at, coalesce(array_agg(p.kind) filter (where p.kind is not null), '{}') as kinds
    from payments.refunds r left join payments.postings p on p.reference = r.number group by r.number) as r
    where state <> 'refused' and (
      (state = 'refunded' or late_at is not null) <> (kinds && '{refund-settled,refund-late,refund-paid-by-bank}')
      or not kinds && '{refund-requested,compensated}'
      or (state = 'failed' or late_at is not null) <> (kinds && '{refund-failed}')
      or state = 'at-our-bank' and not kinds && '{refund-to-our-bank}')`

/** suspense: of refunds that arrived although their money had gone elsewhere, see refunds/arrive-late.ts */
const ORDERS = sql`
  with of_order as (
    select p.order_id, split_part(e.account, ':', 1) as kind, p.kind as why, sum(e.amount_fen) as fen from payments.postings p
    join payments.entries e on e.posting_id = p.id where p.order_id is not null and p.kind not like 'compens%' group by 1, 2, 3
  ), sums as (
    select order_id,
      -coalesce(sum(fen) filter (where kind = 'held'), 0) as held, -coalesce(sum(fen) filter (where kind = 'premium'), 0) as premium,
      coalesce(sum(fen) filter (where kind = 'coupon'), 0) as coupon, coalesce(sum(fen) filter (where kind = 'suspense' and why = 'refund-late'), 0) as suspense,
      -coalesce(sum(fen) filter (where kind in ('held', 'premium') and why in ('difference', 'correction')), 0) as by_people,
      -coalesce(sum(fen) filter (where kind = 'earnings' and why = 'settled'), 0) as income, -coalesce(sum(fen) filter (where kind = 'commission' and why = 'settled'), 0) as commission,
      -coalesce(sum(fen) filter (where kind = 'fund' and why = 'settled'), 0) as fund, -coalesce(sum(fen) filter (where kind = 'earnings' and why = 'tipped'), 0) as tip
    from of_order group by order_id
  ), facts as (
    select o.*, coalesce(s.held, 0) as held, coalesce(s.premium, 0) as premium, coalesce(s.coupon, 0) as coupon, coalesce(s.suspense, 0) as suspense, coalesce(s.by_people, 0) as by_people,
      coalesce(s.income, 0) as income, coalesce(s.commission, 0) as commission, coalesce(s.fund, 0) as fund, coalesce(s.tip, 0) as tip,
      coalesce((select sum(amount_fen) from payments.payments where order_id = o.order_id and state = 'captured' and purpose = 'order'), 0) as paid,
      coalesce((select sum(amount_fen) from payments.payments where order_id = o.order_id and state = 'captured' and purpose = 'tip'), 0) as tips,
      coalesce((select sum(amount_fen) from payments.refunds where order_id = o.order_id and claim_id is null and (state in ('requested', 'processing', 'abnormal', 'at-our-bank', 'refunded') or late_at is not null)), 0) as back
    from payments.orders o left join sums s using (order_id)
  )
  select 'order ' || number || ': ' || held || ' held + ' || released_fen || ' released + ' || back || ' back + ' || premium || ' premium is not ' || paid || ' paid + ' || coupon_fen || ' coupon + ' || suspense || ' in suspense + ' || by_people || ' by people' as fault
    from facts where held + released_fen + back + premium <> paid + coupon_fen + suspense + by_people
  union all
  select 'order ' || number || ': its facts differ from its postings' from facts
    where coupon <> coupon_fen or income <> income_fen or commission <> commission_fen or fund <> fund_fen or tip <> tip_fen or tips <> tip_fen
      or released_fen <> income_fen + commission_fen + fund_fen or (released_fen <> 0 and settled_at is null) or premium < 0
  union all
  select 'order ' || p.order_id || ' was paid and is not known' from payments.payments p where state = 'captured' and purpose = 'order'
    and not exists (select 1 from payments.orders o where o.order_id = p.order_id)
  union all
  select 'order ' || number || ': its compensation differs from its claims' from payments.orders o where compensated_fen <> coalesce((
    select sum(amount_fen) from payments.claims where order_id = o.order_id and state = 'paid'), 0)`

const PEOPLE_AND_TRANSFERS = sql`
  select 'transfer ' || coalesce(t.number, a.owner) || ' has ' || -coalesce(a.balance_fen, 0) || ' in transit and is ' || coalesce(t.state, 'unknown') as fault
    from (select * from payments.accounts where kind = 'transit') a full join payments.transfers t on t.id::text = a.owner
    where -coalesce(a.balance_fen, 0) <> case when t.state in ('awaiting-approval', 'sending', 'awaiting-user', 'transferring') then t.amount_fen else 0 end
  union all
  select 'earnings of ' || a.owner || ': the lines sum to ' || fen || ', the account has ' || -a.balance_fen from (
    select a.*, coalesce((select sum(amount_fen) from payments.earnings where payee_id = a.owner::uuid), 0) as fen from payments.accounts a where kind = 'earnings') as a
    where -a.balance_fen <> fen
  union all
  select 'posting ' || e.posting_id || ' moves ' || -e.amount_fen || ' of ' || e.account || ', its line says ' || coalesce(l.amount_fen, 0)
    from payments.entries e left join payments.earnings l on l.posting_id = e.posting_id
    where e.account like 'earnings:%' and (l.amount_fen is distinct from -e.amount_fen or 'earnings:' || l.payee_id <> e.account)
  union all
  select 'earnings of ' || l.payee_id || ' has a line of ' || l.amount_fen || ' without an entry' from payments.earnings l
    where not exists (select 1 from payments.entries e where e.posting_id = l.posting_id and e.account = 'earnings:' || l.payee_id)
  union all
  select 'proposal ' || id || ' was decided by its own author' from payments.proposals where state = 'posted' and decided_by = created_by`

const QUESTIONS = [LEDGER, PAYMENTS_AND_REFUNDS, ORDERS, PEOPLE_AND_TRANSFERS]
