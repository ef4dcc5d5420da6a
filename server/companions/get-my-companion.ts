import type { companions } from '@banyi/contract/companions'
import type { ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { mineOf } from './companion-card.ts'
import { findCompanionOfAccount } from './companion-queries.ts'

/** NOT_FOUND tells the mini-program that this account has no companion side. */
export async function getMyCompanion(c: AccountContext): Promise<ReturnOf<typeof companions.getMyCompanion>> {
  const me = await findCompanionOfAccount(c.db, c.viewer.accountId)
  if (!me || me.status === 'left') throw notFound('您的陪诊员档案')
  return mineOf(me, c.clock.now())
}
