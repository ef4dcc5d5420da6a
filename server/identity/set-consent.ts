/** Agreeing to the current version of a text, or taking it back; one tap each way. */
import type { identity } from '@banyi/contract/identity'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { conflict } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { readAccountView } from './account-view.ts'
import { lockAccount } from './account-queries.ts'
import { findLastConsent, insertConsent } from './consent-queries.ts'
import { currentVersion } from './policies.ts'

export async function setConsent(
  c: AccountContext,
  { body }: InputOf<typeof identity.setConsent>,
): Promise<ReturnOf<typeof identity.setConsent>> {
  const { accountId } = c.viewer
  if (body.isGiven && body.version !== currentVersion(body.purpose))
    throw conflict('内容已更新，请阅读最新版本后再同意')
  await c.db.tx(async (tx) => {
    await lockAccount(tx, accountId)
    const last = await findLastConsent(tx, accountId, body.purpose)
    const isSaidAlready = body.isGiven ? last?.is_given && last.version === body.version : !last?.is_given
    if (isSaidAlready) return
    // a withdrawal takes back what was agreed to, whichever version the sender has on screen
    const version = body.isGiven ? body.version : (last?.version ?? body.version)
    await insertConsent(tx, accountId, { purpose: body.purpose, version, isGiven: body.isGiven, now: c.clock.now() })
  })
  return readAccountView(c, accountId)
}
