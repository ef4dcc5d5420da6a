import type { Account, identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../system.ts'
import { bindPhone } from './bind-phone.ts'
import { checkSmsCode, wrongCode } from './check-sms-code.ts'
import { hashPhone } from './hash-phone.ts'
import { requireConsent } from './require-consent.ts'
import { useUpCode } from './sms-code-queries.ts'

export async function bindPhoneBySms(
  c: AccountContext,
  { body }: InputOf<typeof identity.bindPhoneBySms>,
): Promise<Account> {
  await requireConsent(c.db, c.viewer.accountId, 'privacy')
  const codeId = await checkSmsCode(c, body.phone, body.code)
  return bindPhone(c, body.phone, async (tx) => {
    if (!(await useUpCode(tx, codeId, hashPhone(c, body.phone)))) throw wrongCode()
  })
}
