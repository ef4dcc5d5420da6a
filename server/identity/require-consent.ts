/** Nothing sensitive is stored, and nothing new is begun with it, before the separate consent for it. */
import type { Purpose } from '@banyi/contract/identity'
import type { Queryable } from '../core/database.ts'
import { AppError } from '../core/errors.ts'
import { findLastConsent } from './consent-queries.ts'
import { currentVersion, policyTitle } from './policies.ts'

/** Throws CONSENT_REQUIRED (facts: purpose, version) unless the current version was agreed to and not withdrawn. */
export async function requireConsent(db: Queryable, accountId: string, purpose: Purpose): Promise<void> {
  const last = await findLastConsent(db, accountId, purpose)
  if (!last?.is_given || last.version !== currentVersion(purpose)) throw consentRequired(purpose)
}

/** For what goes on already: was it withdrawn since? A new version of the text alone ends nothing. */
export const hasConsent = async (db: Queryable, accountId: string, purpose: Purpose): Promise<boolean> =>
  (await findLastConsent(db, accountId, purpose))?.is_given ?? false

export function consentRequired(purpose: Purpose): AppError {
  return new AppError('CONSENT_REQUIRED', `请先阅读并同意《${policyTitle(purpose)}》`, {
    facts: { purpose, version: currentVersion(purpose) },
  })
}
