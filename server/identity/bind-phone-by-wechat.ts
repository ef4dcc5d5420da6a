/** The code of a getPhoneNumber tap. WeChat takes it once, so the consent is looked at before it is spent. */
import type { Account, identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../system.ts'
import { bindPhone } from './bind-phone.ts'
import { requireConsent } from './require-consent.ts'

export async function bindPhoneByWechat(
  c: AccountContext,
  { body }: InputOf<typeof identity.bindPhoneByWechat>,
): Promise<Account> {
  await requireConsent(c.db, c.viewer.accountId, 'privacy')
  const phone = await c.outside.wechat.phoneOf(body.code)
  return bindPhone(c, phone, async () => {})
}
