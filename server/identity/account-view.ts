/** What an account shows its own person. */
import type { Account } from '@banyi/contract/identity'
import { notFound } from '../core/errors.ts'
import { maskPhone } from '../core/words.ts'
import type { System } from '../system.ts'
import { findAccount } from './account-queries.ts'
import { listLastConsents } from './consent-queries.ts'
import { currentVersion } from './policies.ts'

export async function readAccountView(system: System, accountId: string): Promise<Account> {
  const account = await findAccount(system.db, accountId)
  if (!account) throw notFound('这个账号')
  const consents = await listLastConsents(system.db, accountId)
  const phone = await system.cipher.openMaybe(system.db, accountId, 'phone', account.phone_sealed)
  return {
    id: account.id,
    nickname: account.nickname,
    phoneMasked: phone && maskPhone(phone),
    hasWechat: account.openid !== null,
    isElderMode: account.is_elder_mode,
    consents: consents
      .filter((consent) => consent.is_given)
      .map(({ purpose, version, at }) => ({
        purpose,
        version,
        givenAt: at.toISOString(),
        isCurrent: version === currentVersion(purpose),
      })),
  }
}
