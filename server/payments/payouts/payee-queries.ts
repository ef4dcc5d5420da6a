/** SQL on payments.payees, and what a payee has and has asked for. */
import type { Tx } from '../../core/database.ts'
import { shanghaiDay, shanghaiInstant } from '../../core/clock.ts'
import { empty, sql } from '../../core/sql.ts'

export interface PayeeRow {
  id: string
  account_id: string
  openid: string
  name_enc: Buffer
  registered_at: Date
  withdraw_from: Date | null
}
export const findPayee = (tx: Tx, id: string): Promise<PayeeRow | null> =>
  tx.maybe(sql`select * from payments.payees where id = ${id}`)
export const findPayeeOfAccount = (tx: Tx, accountId: string): Promise<PayeeRow | null> =>
  tx.maybe(sql`select * from payments.payees where account_id = ${accountId} order by registered_at desc limit 1`)
/** One withdrawal at a time per person: the day's sum is read under this lock. */
export const lockPayee = (tx: Tx, id: string): Promise<PayeeRow | null> =>
  tx.maybe(sql`select * from payments.payees where id = ${id} for update`)

export async function savePayee(tx: Tx, p: PayeeRow): Promise<void> {
  await tx.run(sql`
    insert into payments.payees (id, account_id, openid, name_enc, registered_at, withdraw_from)
    values (${p.id}, ${p.account_id}, ${p.openid}, ${p.name_enc}, ${p.registered_at}, ${p.withdraw_from})
    on conflict (id) do update set account_id = excluded.account_id, openid = excluded.openid, name_enc = excluded.name_enc,
      registered_at = excluded.registered_at, withdraw_from = excluded.withdraw_from`)
}

/** What she asked for today and was not given back. */
export async function takenToday(tx: Tx, payeeId: string, now: Date): Promise<{ fen: number; count: number }> {
  const midnight = shanghaiInstant(shanghaiDay(now), '00:00')
  return tx.one(sql`
    select coalesce(sum(amount_fen), 0)::bigint as fen, count(*)::int as count from payments.transfers
    where payee_id = ${payeeId} and kind = 'withdrawal' and requested_at >= ${midnight} and state not in ('rejected', 'failed', 'cancelled', 'reversed')`)
}
export async function inTransitOf(tx: Tx, payeeId: string): Promise<number> {
  const { fen } = await tx.one<{ fen: number }>(sql`
    select coalesce(sum(amount_fen), 0)::bigint as fen from payments.transfers
    where payee_id = ${payeeId} and kind = 'withdrawal' and state in ('awaiting-approval', 'sending', 'awaiting-user', 'transferring')`)
  return fen
}

export interface PayeeSum {
  id: string
  balance_fen: number
  in_transit_fen: number
  earned_fen: number
  is_registered: boolean
}
/** Everybody who has or had earnings or is registered, most money first. `ids`: only these. */
export const listPayeeSums = (
  tx: Tx,
  search: { ids: string[] | null; after: [number, string] | null; limit: number },
): Promise<PayeeSum[]> =>
  tx.many(sql`
    with all_of_them as (
      select owner as id, -balance_fen as balance_fen from payments.accounts where kind = 'earnings'
      union all
      select p.id::text, 0 from payments.payees p where not exists (select 1 from payments.accounts a where a.code = 'earnings:' || p.id)
    ), one_page as (
      select id::uuid as id, balance_fen from all_of_them
      where true ${search.ids ? sql`and id = any(${search.ids}::text[])` : empty}
        ${search.after ? sql`and (balance_fen, id) < (${search.after[0]}::bigint, ${search.after[1]})` : empty}
      order by balance_fen desc, all_of_them.id desc limit ${search.limit}
    )
    select p.id, p.balance_fen::bigint as balance_fen,
      (select coalesce(sum(t.amount_fen), 0)::bigint from payments.transfers t
        where t.payee_id = p.id and t.kind = 'withdrawal' and t.state in ('awaiting-approval', 'sending', 'awaiting-user', 'transferring')) as in_transit_fen,
      (select coalesce(sum(e.amount_fen), 0)::bigint from payments.earnings e where e.payee_id = p.id and e.kind not in ('withdrawal', 'withdrawal-returned')) as earned_fen,
      exists (select 1 from payments.payees r where r.id = p.id) as is_registered
    from one_page p order by p.balance_fen desc, p.id::text desc`)
