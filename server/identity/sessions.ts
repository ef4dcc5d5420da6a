/** Sign-ins of accounts (`bs_…`) and operators (`bo_…`): opaque tokens, stored as hashes. */
import { randomUUID } from 'node:crypto'
import { addSeconds } from '../core/clock.ts'
import { hashToken, newToken } from '../core/crypto/keyed-hash.ts'
import type { Tx } from '../core/database.ts'
import type { AccountViewer, OperatorViewer } from '../core/viewer.ts'
import type { System } from '../system.ts'
import { findAccountSession, findOperatorSession, insertSession, insertToken, touchSession } from './session-queries.ts'

const DAY = 86_400
export const ACCOUNT_SESSION = { prefix: 'bs', idleSeconds: 30 * DAY, absoluteSeconds: 180 * DAY }
export const OPERATOR_SESSION = { prefix: 'bo', idleSeconds: 30 * 60, absoluteSeconds: 12 * 3600 }
type SessionKind = typeof ACCOUNT_SESSION
/** being seen is written down at most this often, so that reading costs no write */
const TOUCH_SECONDS = 60

/** When the token dies unless it is used before. */
export function endOf(kind: SessionKind, absoluteEnd: Date, now: Date): Date {
  return new Date(Math.min(absoluteEnd.getTime(), addSeconds(now, kind.idleSeconds).getTime()))
}

export async function openSession(
  tx: Tx,
  who: { accountId: string } | { operatorId: string },
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const kind = 'accountId' in who ? ACCOUNT_SESSION : OPERATOR_SESSION
  const id = randomUUID()
  const expiresAt = addSeconds(now, kind.absoluteSeconds)
  const token = newToken(kind.prefix)
  await insertSession(tx, {
    id,
    accountId: 'accountId' in who ? who.accountId : null,
    operatorId: 'operatorId' in who ? who.operatorId : null,
    expiresAt,
    now,
  })
  await insertToken(tx, id, hashToken(token), now)
  return { token, expiresAt: endOf(kind, expiresAt, now) }
}

export async function recogniseAccount(system: System, token: string): Promise<AccountViewer | null> {
  const now = system.clock.now()
  const session = await findAccountSession(
    system.db,
    hashToken(token),
    now,
    addSeconds(now, -ACCOUNT_SESSION.idleSeconds),
  )
  if (!session) return null
  await seen(system, session, now)
  return { kind: 'account', accountId: session.account_id, sessionId: session.id }
}

export async function recogniseOperator(system: System, token: string): Promise<OperatorViewer | null> {
  const now = system.clock.now()
  const session = await findOperatorSession(
    system.db,
    hashToken(token),
    now,
    addSeconds(now, -OPERATOR_SESSION.idleSeconds),
  )
  if (!session) return null
  await seen(system, session, now)
  return {
    kind: 'operator',
    operatorId: session.operator_id,
    sessionId: session.id,
    name: session.name,
    duties: session.duties,
  }
}

async function seen(system: System, session: { id: string; last_seen_at: Date }, now: Date): Promise<void> {
  const notSince = addSeconds(now, -TOUCH_SECONDS)
  if (session.last_seen_at < notSince) await touchSession(system.db, session.id, now, notSince)
}
