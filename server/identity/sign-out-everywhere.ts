/** Ends all sign-ins of the person, this one too. */
import { AppError } from '../core/errors.ts'
import type { AnyoneContext } from '../system.ts'
import { revokeSessionsOfAccount, revokeSessionsOfOperator } from './session-queries.ts'

export async function signOutEverywhere(c: AnyoneContext): Promise<{ count: number }> {
  const now = c.clock.now()
  if (c.viewer.kind === 'account') return { count: await revokeSessionsOfAccount(c.db, c.viewer.accountId, now) }
  if (c.viewer.kind === 'operator') return { count: await revokeSessionsOfOperator(c.db, c.viewer.operatorId, now) }
  throw new AppError('SIGN_IN_REQUIRED', '请先登录')
}
