/** A new token for the same session. The old one lives a minute longer, for requests that are on their way. */
import type { identity } from '@banyi/contract/identity'
import type { ReturnOf } from '@banyi/contract/endpoint'
import { addSeconds } from '../core/clock.ts'
import { hashToken, newToken } from '../core/crypto/keyed-hash.ts'
import { AppError } from '../core/errors.ts'
import type { AnyoneContext } from '../system.ts'
import { endOlderTokens, insertToken, lockSession } from './session-queries.ts'
import { ACCOUNT_SESSION, OPERATOR_SESSION, endOf } from './sessions.ts'

const GRACE_SECONDS = 60

export async function rotateSession(c: AnyoneContext): Promise<ReturnOf<typeof identity.rotateSession>> {
  const { viewer } = c
  if (viewer.kind !== 'account' && viewer.kind !== 'operator') throw signInAgain()
  const kind = viewer.kind === 'account' ? ACCOUNT_SESSION : OPERATOR_SESSION
  const now = c.clock.now()
  const token = newToken(kind.prefix)
  return c.db.tx(async (tx) => {
    const session = await lockSession(tx, viewer.sessionId)
    if (!session) throw signInAgain()
    await endOlderTokens(tx, viewer.sessionId, addSeconds(now, -GRACE_SECONDS), addSeconds(now, GRACE_SECONDS))
    await insertToken(tx, viewer.sessionId, hashToken(token), now)
    return { token, expiresAt: endOf(kind, session.expires_at, now).toISOString() }
  })
}

const signInAgain = (): AppError => new AppError('SIGN_IN_REQUIRED', '请先登录')
