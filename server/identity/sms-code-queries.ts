/** The only SQL on identity.sms_codes. */
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

/** Zero rows: the last code of this phone is younger than `notSince`. */
export function replaceCode(
  tx: Tx,
  code: { id: string; phoneHash: Buffer; codeHash: Buffer; now: Date; expiresAt: Date; notSince: Date },
): Promise<number> {
  return tx.run(sql`
    insert into identity.sms_codes as c (phone_hash, id, code_hash, created_at, expires_at)
    values (${code.phoneHash}, ${code.id}, ${code.codeHash}, ${code.now}, ${code.expiresAt})
    on conflict (phone_hash) do update
      set id = excluded.id, code_hash = excluded.code_hash, attempts = 0, created_at = excluded.created_at, expires_at = excluded.expires_at
      where c.created_at <= ${code.notSince}`)
}
export const findCodeTime = (db: Queryable, phoneHash: Buffer): Promise<{ created_at: Date } | null> =>
  db.maybe(sql`select created_at from identity.sms_codes where phone_hash = ${phoneHash}`)

/** Counts the try before it is looked at, so that many at once are not more tries than one after the other. */
export const takeTry = (
  db: Queryable,
  phoneHash: Buffer,
  now: Date,
  maxTries: number,
): Promise<{ id: string; code_hash: Buffer } | null> =>
  db.maybe(sql`
    update identity.sms_codes set attempts = attempts + 1
    where phone_hash = ${phoneHash} and expires_at > ${now} and attempts < ${maxTries} returning id, code_hash`)

/** True for exactly one caller. */
export const useUpCode = async (db: Queryable, id: string, phoneHash: Buffer): Promise<boolean> =>
  (await db.run(sql`delete from identity.sms_codes where phone_hash = ${phoneHash} and id = ${id}`)) === 1

export const deleteOldCodes = (db: Queryable, before: Date): Promise<number> =>
  db.run(sql`delete from identity.sms_codes where expires_at < ${before}`)
