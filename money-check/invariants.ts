/** What must be true after each command, asked of the tables as their owner; and what must be true at the end. */
import { sql } from '../server/core/sql.ts'
import { checkBooks } from '../server/payments/index.ts'
import type { MoneyWorld } from './money-world.ts'

/** books sum to zero, nobody below zero; for these orders nothing of what was paid is lost or made */
export async function quickFaults(world: MoneyWorld, orderIds: string[]): Promise<string[]> {
  const rows = await world.rows<{ fault: string }>(sql`
    select 'the accounts sum to ' || sum(balance_fen) as fault from payments.accounts having sum(balance_fen) <> 0
    union all
    select 'account ' || code || ' stands at ' || balance_fen from payments.accounts
      where kind not in ('provider', 'bank', 'coupon', 'fee', 'suspense') and balance_fen > 0
    union all
    -- with its fees, as the database sees it: the provider gives a fee back with the refund, and our books hear of that from the next bill.
    -- The provider's account alone stands at minus the fee for that day when everything else was paid back.
    select 'more left the provider than came in: ' || cash from (
      select sum(case kind when 'suspense' then greatest(balance_fen, 0) else balance_fen end) as cash
        from payments.accounts where kind in ('provider', 'fee', 'suspense')) as c where cash < 0
    union all
    select 'order ' || o.order_id || ': ' || o.held || ' held + ' || o.released || ' released + ' || o.refunded || ' refunded + ' || o.pending || ' on its way back + '
        || o.premium || ' premium <> ' || o.paid || ' paid + ' || o.coupon || ' coupon' from (
      select t.o as order_id,
        coalesce((select -balance_fen from payments.accounts where code = 'held:' || t.o), 0) as held,
        coalesce((select released_fen from payments.orders where order_id = t.o), 0) as released,
        coalesce((select sum(amount_fen) from payments.refunds where order_id = t.o and claim_id is null and state in ('refunded', 'at-our-bank')), 0) as refunded,
        coalesce((select sum(amount_fen) from payments.refunds where order_id = t.o and claim_id is null and state in ('requested', 'processing', 'abnormal')), 0) as pending,
        coalesce((select -sum(e.amount_fen) from payments.entries e join payments.postings p on p.id = e.posting_id where p.order_id = t.o and e.account = 'premium'), 0) as premium,
        coalesce((select sum(amount_fen) from payments.payments where order_id = t.o and state = 'captured' and purpose = 'order'), 0) as paid,
        coalesce((select coupon_fen from payments.orders where order_id = t.o), 0) as coupon
      from unnest(${orderIds}::uuid[]) as t (o)) o
      where held + released + refunded + pending + premium <> paid + coupon`)
  return rows.map(({ fault }) => fault)
}

export async function allFaults(world: MoneyWorld): Promise<string[]> {
  const orders = await world.rows<{ id: string }>(sql`select order_id as id from payments.orders`)
  return [
    ...(await checkBooks(world.system)),
    ...(await quickFaults(
      world,
      orders.map(({ id }) => id),
    )),
  ]
}

export interface Sums {
  providerFen: number
  merchantFen: number
  [name: string]: number
}

/** our books beside the sandbox's own, when everything has come to its end and every day was reconciled */
export async function compareWithProvider(world: MoneyWorld): Promise<{ sums: Sums; faults: string[] }> {
  const books = world.sandbox.control.books()
  const [ours] = await world.rows<Record<string, string>>(sql`
    select (select coalesce(sum(balance_fen), 0) from payments.accounts where code = 'provider') as "providerFen",
      (select coalesce(sum(amount_fen), 0) from payments.payments where state = 'captured') as "paidFen",
      (select coalesce(sum(amount_fen), 0) from payments.refunds where state in ('refunded', 'at-our-bank')) as "refundedFen",
      (select coalesce(sum(amount_fen), 0) from payments.refunds where state in ('requested', 'processing', 'abnormal')) as "refundingFen",
      (select coalesce(sum(amount_fen), 0) from payments.transfers where state = 'paid') as "transferredFen",
      (select coalesce(sum(amount_fen), 0) from payments.transfers where state in ('sending', 'awaiting-user', 'transferring')) as "transitFen",
      (select coalesce(sum(balance_fen), 0) from payments.accounts where code = 'fee') as "feeFen",
      (select count(*) from payments.differences where state in ('open', 'taken', 'proposed')) as "openDifferences"`)
  const sums: Sums = {
    providerFen: 0,
    merchantFen: books.merchantFen,
    ...Object.fromEntries(Object.entries(ours ?? {}).map(([name, value]) => [name, Number(value)])),
  }
  const kinds = await world.rows<{ kind: string; fen: string }>(
    sql`select kind, sum(balance_fen) as fen from payments.accounts group by kind order by kind`,
  )
  for (const { kind, fen } of kinds) sums[`account:${kind}`] = Number(fen)
  const pairs: [what: string, here: number | undefined, there: number][] = [
    ['money at the provider', sums.providerFen, books.merchantFen],
    ['paid', sums['paidFen'], books.orders.paidFen],
    ['refunded', sums['refundedFen'], books.orders.refundedFen],
    ['refunds on their way', sums['refundingFen'], books.orders.refundingFen],
    ['transferred', sums['transferredFen'], books.transfers.paidFen],
    ['transfers on their way', sums['transitFen'], books.transfers.waitingFen],
    ['fees', sums['feeFen'], books.feesFen],
    ['open differences', sums['openDifferences'], 0],
  ]
  const faults = pairs
    .filter(([, here, there]) => here !== there)
    .map(([what, here, there]) => `${what}: ${here} here, ${there} at the provider`)
  return { sums, faults }
}
