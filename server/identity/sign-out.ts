/** Ends this sign-in. */
import { AppError } from '../core/errors.ts'
import type { AnyoneContext } from '../system.ts'
import { revokeSession } from './session-queries.ts'

export async function signOut(c: AnyoneContext): Promise<{ done: true }> {
  if (c.viewer.kind !== 'account' && c.viewer.kind !== 'operator') throw new AppError('SIGN_IN_REQUIRED', '请先登录')
  await revokeSession(c.db, c.viewer.sessionId, c.clock.now())
  return { done: true }
}
