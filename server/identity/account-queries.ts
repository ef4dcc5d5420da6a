/** The only SQL on identity.accounts. */
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

export interface AccountRow {
  id: string
  openid: string | null
  nickname: string
  phone_sealed: Buffer | null
  phone_hash: Buffer | null
  is_elder_mode: boolean
}
const columns = sql`id, openid, nickname, phone_sealed, phone_hash, is_elder_mode`

export const findAccount = (db: Queryable, id: string): Promise<AccountRow | null> =>
  db.maybe<AccountRow>(sql`select ${columns} from identity.accounts where id = ${id}`)

export const listAccounts = (db: Queryable, ids: string[]): Promise<AccountRow[]> =>
  db.many<AccountRow>(sql`select ${columns} from identity.accounts where id = any(${ids}::uuid[])`)

/** One at a time per account: consents, patients and the phone are checked and written under this lock. */
export const lockAccount = (tx: Tx, id: string): Promise<AccountRow> =>
  tx.one<AccountRow>(sql`select ${columns} from identity.accounts where id = ${id} for update`)

/** Both rows of a merge, always locked in the same order, so that two merges cannot wait for each other. */
export const lockAccounts = (tx: Tx, ids: string[]): Promise<AccountRow[]> =>
  tx.many<AccountRow>(
    sql`select ${columns} from identity.accounts where id = any(${ids}::uuid[]) order by id for update`,
  )

export const findAccountByPhone = (db: Queryable, phoneHash: Buffer): Promise<AccountRow | null> =>
  db.maybe<AccountRow>(sql`select ${columns} from identity.accounts where phone_hash = ${phoneHash}`)

export const findAccountIdByOpenid = async (db: Queryable, openid: string): Promise<string | null> =>
  (await db.maybe<{ id: string }>(sql`select id from identity.accounts where openid = ${openid}`))?.id ?? null

/** Two taps at once make one account: the second finds the first. */
export function ensureAccountOfOpenid(
  tx: Tx,
  account: { id: string; openid: string; unionid: string | null; nickname: string; now: Date },
): Promise<{ id: string; is_new: boolean }> {
  return tx.one(sql`
    insert into identity.accounts (id, openid, unionid, nickname, created_at, updated_at)
    values (${account.id}, ${account.openid}, ${account.unionid}, ${account.nickname}, ${account.now}, ${account.now})
    on conflict (openid) do update set unionid = coalesce(excluded.unionid, identity.accounts.unionid)
    returning id, id = ${account.id} as is_new`)
}

/** Zero rows: the phone got an account in the meantime. */
export function insertAccountOfPhone(
  tx: Tx,
  account: { id: string; nickname: string; phoneSealed: Buffer; phoneHash: Buffer; now: Date },
): Promise<number> {
  return tx.run(sql`
    insert into identity.accounts (id, nickname, phone_sealed, phone_hash, created_at, updated_at)
    values (${account.id}, ${account.nickname}, ${account.phoneSealed}, ${account.phoneHash}, ${account.now}, ${account.now})
    on conflict (phone_hash) do nothing`)
}

export async function setPhone(tx: Tx, id: string, phoneSealed: Buffer, phoneHash: Buffer, now: Date): Promise<void> {
  await tx.run(sql`
    update identity.accounts set phone_sealed = ${phoneSealed}, phone_hash = ${phoneHash}, updated_at = ${now} where id = ${id}`)
}

/** The WeChat identity goes from an empty account to the one that has the phone. */
export async function moveOpenid(tx: Tx, fromId: string, toId: string, now: Date): Promise<void> {
  const { openid, unionid } = await tx.one<{ openid: string; unionid: string | null }>(
    sql`select openid, unionid from identity.accounts where id = ${fromId}`,
  )
  await tx.run(
    sql`update identity.accounts set openid = null, unionid = null, updated_at = ${now} where id = ${fromId}`,
  )
  await tx.run(
    sql`update identity.accounts set openid = ${openid}, unionid = ${unionid}, updated_at = ${now} where id = ${toId}`,
  )
}

export async function changeAccount(
  db: Queryable,
  id: string,
  change: { nickname: string | null; isElderMode: boolean | null },
  now: Date,
): Promise<void> {
  await db.run(sql`
    update identity.accounts set nickname = coalesce(${change.nickname}, nickname),
      is_elder_mode = coalesce(${change.isElderMode}::boolean, is_elder_mode), updated_at = ${now}
    where id = ${id}`)
}
