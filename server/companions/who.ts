/** Who asks. */
import { AppError, forbidden } from '../core/errors.ts'
import type { AccountContext, AnyoneContext } from '../system.ts'
import { findCompanionOfAccount, type CompanionRow } from './companion-queries.ts'

/** Families, companions and operators look at companions; a stranger does not learn where a woman is at what time. */
export function requireSignedIn(c: AnyoneContext): void {
  if (c.viewer.kind === 'nobody') throw new AppError('SIGN_IN_REQUIRED', '请先登录')
  if (c.viewer.kind === 'link') throw forbidden()
}

/** Throws FORBIDDEN when the account is no companion, or has left. */
export async function requireMe(c: AccountContext): Promise<CompanionRow> {
  const me = await findCompanionOfAccount(c.db, c.viewer.accountId)
  if (!me || me.status === 'left') throw forbidden('您还不是陪诊员')
  return me
}
