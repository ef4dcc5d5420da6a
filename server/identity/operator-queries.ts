/** The only SQL on operators and their tries. */
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import type { Duty } from '../core/viewer.ts'

export interface OperatorRow {
  id: string
  username: string
  name: string
  duties: Duty[]
  is_active: boolean
}
const columns = sql`id, username, name, duties, is_active`

export const findOperator = (db: Queryable, id: string): Promise<OperatorRow | null> =>
  db.maybe<OperatorRow>(sql`select ${columns} from identity.operators where id = ${id}`)

export const listOperatorRows = (db: Queryable): Promise<OperatorRow[]> =>
  db.many<OperatorRow>(sql`select ${columns} from identity.operators order by username`)

export const listOperatorNames = (db: Queryable, ids: string[]): Promise<{ id: string; name: string }[]> =>
  db.many(sql`select id, name from identity.operators where id = any(${ids}::uuid[])`)

export const findOperatorSecrets = (
  db: Queryable,
  username: string,
): Promise<(OperatorRow & { password_hash: string; totp_sealed: Buffer }) | null> =>
  db.maybe(sql`select ${columns}, password_hash, totp_sealed from identity.operators where username = ${username}`)

/** Zero rows: the name is taken. */
export const insertOperator = (
  tx: Tx,
  operator: {
    id: string
    username: string
    name: string
    passwordHash: string
    totpSealed: Buffer
    duties: Duty[]
    now: Date
  },
): Promise<number> =>
  tx.run(sql`
    insert into identity.operators (id, username, name, password_hash, totp_sealed, duties, created_at, updated_at)
    values (${operator.id}, ${operator.username}, ${operator.name}, ${operator.passwordHash}, ${operator.totpSealed}, ${operator.duties},
      ${operator.now}, ${operator.now})
    on conflict (username) do nothing`)

/** False: this one-time password, or a later one, was used before. */
export const useUpTotpStep = async (tx: Tx, id: string, step: number): Promise<boolean> =>
  (await tx.run(
    sql`update identity.operators set totp_last_step = ${step} where id = ${id} and totp_last_step < ${step}`,
  )) === 1

/** All rows that decide whether somebody is left to let people in, in a fixed order. */
export const lockOperatorsOf = (tx: Tx, duty: Duty): Promise<OperatorRow[]> =>
  tx.many<OperatorRow>(
    sql`select ${columns} from identity.operators where ${duty} = any(duties) order by id for update`,
  )

export async function setActive(tx: Tx, id: string, isActive: boolean, now: Date): Promise<number> {
  return tx.run(sql`update identity.operators set is_active = ${isActive}, updated_at = ${now} where id = ${id}`)
}

/**
 * Counts a try before it is looked at. Null: this name is locked. Tries further apart than the lock start anew.
 */
export const takeOperatorTry = (
  db: Queryable,
  username: string,
  now: Date,
  lock: { tries: number; lockedSince: Date },
): Promise<{ tries: number } | null> =>
  db.maybe(sql`
    insert into identity.operator_tries as t (username, tries, last_at) values (${username}, 1, ${now})
    on conflict (username) do update
      set tries = case when t.last_at <= ${lock.lockedSince} then 1 else t.tries + 1 end, last_at = excluded.last_at
      where t.tries < ${lock.tries} or t.last_at <= ${lock.lockedSince}
    returning tries`)

export const findLastTry = (db: Queryable, username: string): Promise<{ last_at: Date } | null> =>
  db.maybe(sql`select last_at from identity.operator_tries where username = ${username}`)

export const forgetTries = (db: Queryable, username: string): Promise<number> =>
  db.run(sql`delete from identity.operator_tries where username = ${username}`)

export const deleteOldTries = (db: Queryable, before: Date): Promise<number> =>
  db.run(sql`delete from identity.operator_tries where last_at < ${before}`)
