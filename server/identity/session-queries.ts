/** The only SQL on sessions and their tokens. */
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import type { Duty } from '../core/viewer.ts'

export async function insertSession(
  tx: Tx,
  session: { id: string; accountId: string | null; operatorId: string | null; expiresAt: Date; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into identity.sessions (id, account_id, operator_id, created_at, last_seen_at, expires_at)
    values (${session.id}, ${session.accountId}, ${session.operatorId}, ${session.now}, ${session.now}, ${session.expiresAt})`)
}

export async function insertToken(tx: Tx, sessionId: string, tokenHash: Buffer, now: Date): Promise<void> {
  await tx.run(
    sql`insert into identity.session_tokens (token_hash, session_id, created_at) values (${tokenHash}, ${sessionId}, ${now})`,
  )
}

export interface LiveSession {
  id: string
  account_id: string | null
  last_seen_at: Date
}
const isLive = (tokenHash: Buffer, now: Date, seenAfter: Date) => sql`
  t.token_hash = ${tokenHash} and (t.expires_at is null or t.expires_at > ${now})
  and s.revoked_at is null and s.expires_at > ${now} and s.last_seen_at > ${seenAfter}`

export const findAccountSession = (
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
  seenAfter: Date,
): Promise<(LiveSession & { account_id: string }) | null> =>
  db.maybe(sql`
    select s.id, s.account_id, s.last_seen_at
    from identity.session_tokens t join identity.sessions s on s.id = t.session_id
    where ${isLive(tokenHash, now, seenAfter)} and s.account_id is not null`)

export const findOperatorSession = (
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
  seenAfter: Date,
): Promise<(LiveSession & { operator_id: string; name: string; duties: Duty[] }) | null> =>
  db.maybe(sql`
    select s.id, s.account_id, s.last_seen_at, o.id as operator_id, o.name, o.duties
    from identity.session_tokens t join identity.sessions s on s.id = t.session_id
    join identity.operators o on o.id = s.operator_id and o.is_active
    where ${isLive(tokenHash, now, seenAfter)}`)

export async function touchSession(db: Queryable, id: string, now: Date, notSince: Date): Promise<void> {
  await db.run(sql`update identity.sessions set last_seen_at = ${now} where id = ${id} and last_seen_at < ${notSince}`)
}

/** Null: the session was ended in the meantime. */
export const lockSession = (tx: Tx, id: string): Promise<{ expires_at: Date } | null> =>
  tx.maybe(sql`select expires_at from identity.sessions where id = ${id} and revoked_at is null for update`)

/**
 * Tokens made since `madeBefore` stay: two rotations at once give two good tokens, and whichever answer the client
 * keeps goes on working.
 */
export async function endOlderTokens(tx: Tx, sessionId: string, madeBefore: Date, endAt: Date): Promise<void> {
  await tx.run(sql`
    update identity.session_tokens set expires_at = ${endAt}
    where session_id = ${sessionId} and expires_at is null and created_at <= ${madeBefore}`)
}

export async function revokeSession(db: Queryable, id: string, now: Date): Promise<void> {
  await db.run(sql`update identity.sessions set revoked_at = ${now} where id = ${id} and revoked_at is null`)
}
export const revokeSessionsOfAccount = (db: Queryable, accountId: string, now: Date): Promise<number> =>
  db.run(sql`
    update identity.sessions set revoked_at = ${now}
    where account_id = ${accountId} and revoked_at is null and expires_at > ${now}`)
export const revokeSessionsOfOperator = (db: Queryable, operatorId: string, now: Date): Promise<number> =>
  db.run(sql`
    update identity.sessions set revoked_at = ${now}
    where operator_id = ${operatorId} and revoked_at is null and expires_at > ${now}`)

export async function moveSessions(tx: Tx, fromAccountId: string, toAccountId: string): Promise<void> {
  await tx.run(sql`
    update identity.sessions set account_id = ${toAccountId} where account_id = ${fromAccountId} and revoked_at is null`)
}

/** What ended before `before` is of no use to anybody. */
export async function deleteOldSessions(db: Queryable, before: Date): Promise<void> {
  await db.run(sql`delete from identity.sessions where expires_at < ${before} or revoked_at < ${before}`)
  await db.run(sql`delete from identity.session_tokens where expires_at < ${before}`)
}
