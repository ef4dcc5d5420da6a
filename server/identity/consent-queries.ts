/** The only SQL on identity.consents: a history, nothing is ever changed in it. */
import type { Purpose } from '@banyi/contract/identity'
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

export interface ConsentRow {
  purpose: Purpose
  version: number
  is_given: boolean
  at: Date
}

/** the last word on each purpose */
export const listLastConsents = (db: Queryable, accountId: string): Promise<ConsentRow[]> =>
  db.many<ConsentRow>(sql`
    select distinct on (purpose) purpose, version, is_given, at from identity.consents
    where account_id = ${accountId} order by purpose, at desc, id desc`)

export const findLastConsent = (db: Queryable, accountId: string, purpose: Purpose): Promise<ConsentRow | null> =>
  db.maybe<ConsentRow>(sql`
    select purpose, version, is_given, at from identity.consents
    where account_id = ${accountId} and purpose = ${purpose} order by at desc, id desc limit 1`)

export async function insertConsent(
  tx: Tx,
  accountId: string,
  act: { purpose: Purpose; version: number; isGiven: boolean; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into identity.consents (account_id, purpose, version, is_given, at)
    values (${accountId}, ${act.purpose}, ${act.version}, ${act.isGiven}, ${act.now})`)
}

/** The same person under another account: what she said keeps its time, so the later word still counts. */
export async function copyConsents(tx: Tx, fromAccountId: string, toAccountId: string): Promise<void> {
  await tx.run(sql`
    insert into identity.consents (account_id, purpose, version, is_given, at)
    select ${toAccountId}, purpose, version, is_given, at from identity.consents where account_id = ${fromAccountId} order by id`)
}
