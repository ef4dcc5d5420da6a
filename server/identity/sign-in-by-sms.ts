/** Phone and code become a session. A phone without an account gets one, if the privacy policy was agreed to. */
import type { identity } from '@banyi/contract/identity'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { conflict } from '../core/errors.ts'
import { emit } from '../core/events.ts'
import type { AnyoneContext } from '../system.ts'
import { findAccountByPhone, insertAccountOfPhone } from './account-queries.ts'
import { readAccountView } from './account-view.ts'
import { checkSmsCode, wrongCode } from './check-sms-code.ts'
import { insertConsent } from './consent-queries.ts'
import { hashPhone } from './hash-phone.ts'
import { currentVersion } from './policies.ts'
import { consentRequired } from './require-consent.ts'
import { openSession } from './sessions.ts'
import { useUpCode } from './sms-code-queries.ts'

export async function signInBySms(
  c: AnyoneContext,
  { body }: InputOf<typeof identity.signInBySms>,
): Promise<ReturnOf<typeof identity.signInBySms>> {
  const codeId = await checkSmsCode(c, body.phone, body.code)
  const now = c.clock.now()
  const phoneHash = hashPhone(c, body.phone)
  const known = await findAccountByPhone(c.db, phoneHash)
  if (!known && body.privacyVersion !== currentVersion('privacy')) throw consentRequired('privacy')
  const newId = randomUUID()
  const phoneSealed = known ? null : await c.cipher.seal(c.db, newId, 'phone', body.phone)
  const session = await c.db.tx(async (tx) => {
    if (!(await useUpCode(tx, codeId, phoneHash))) throw wrongCode()
    if (phoneSealed) {
      const nickname = `手机用户${body.phone.slice(-4)}`
      const added = await insertAccountOfPhone(tx, { id: newId, nickname, phoneSealed, phoneHash, now })
      if (added === 0) throw conflict('这个手机号刚刚登录过，请再试一次')
      const version = currentVersion('privacy')
      await insertConsent(tx, newId, { purpose: 'privacy', version, isGiven: true, now })
      await emit(tx, 'identity.phone-bound', { accountId: newId, phoneHash: phoneHash.toString('hex') }, now)
    }
    return openSession(tx, { accountId: known?.id ?? newId }, now)
  })
  return {
    token: session.token,
    expiresAt: session.expiresAt.toISOString(),
    account: await readAccountView(c, known?.id ?? newId),
    isNewAccount: !known,
  }
}
