/** A verified phone becomes the phone of the account; the two ways of proving it end here. */
import type { Account } from '@banyi/contract/identity'
import { AppError, conflict } from '../core/errors.ts'
import { sqlState, UNIQUE_VIOLATION, type Tx } from '../core/database.ts'
import { emit } from '../core/events.ts'
import type { AccountContext } from '../system.ts'
import { findAccountByPhone, lockAccounts, moveOpenid, setPhone, type AccountRow } from './account-queries.ts'
import { readAccountView } from './account-view.ts'
import { copyConsents } from './consent-queries.ts'
import { hashPhone } from './hash-phone.ts'
import { hasPatients } from './patient-queries.ts'
import { requireConsent } from './require-consent.ts'
import { moveSessions } from './session-queries.ts'

/** `useUp` runs first in the transaction: what proved the phone proves it once. */
export async function bindPhone(c: AccountContext, phone: string, useUp: (tx: Tx) => Promise<void>): Promise<Account> {
  const { accountId } = c.viewer
  const now = c.clock.now()
  const phoneHash = hashPhone(c, phone)
  const phoneSealed = await c.cipher.seal(c.db, accountId, 'phone', phone)
  const bind = async (tx: Tx): Promise<string> => {
    await useUp(tx)
    const holder = await findAccountByPhone(tx, phoneHash)
    const locked = await lockAccounts(tx, holder ? [accountId, holder.id] : [accountId])
    const mine = locked.find((account) => account.id === accountId)
    if (!mine) throw conflict()
    await requireConsent(tx, accountId, 'privacy')
    const other = locked.find((account) => account.id !== accountId)
    if (other) return mergeInto(tx, mine, other, now)
    if (!mine.phone_hash?.equals(phoneHash)) {
      await setPhone(tx, accountId, phoneSealed, phoneHash, now)
      await emit(tx, 'identity.phone-bound', { accountId, phoneHash: phoneHash.toString('hex') }, now)
    }
    return accountId
  }
  const boundId = await c.db.tx(bind).catch((error: unknown) => {
    // somebody else got the phone between our look and our write
    if (sqlState(error) === UNIQUE_VIOLATION) throw conflict('这个手机号刚刚被绑定，请再试一次')
    throw error
  })
  return readAccountView(c, boundId)
}

/**
 * The phone has an account already. When that one was made by SMS (no WeChat yet) and this one is still empty, they
 * are the same person: WeChat now opens the account of the phone, and so do this person's open sign-ins.
 */
async function mergeInto(tx: Tx, mine: AccountRow, other: AccountRow, now: Date): Promise<string> {
  if (other.openid) throw conflict('这个手机号已经绑定了另一个微信，请用那个微信登录，或联系客服')
  const isMineEmpty = mine.openid !== null && mine.phone_hash === null && !(await hasPatients(tx, mine.id))
  if (!isMineEmpty)
    throw new AppError('CONFLICT', '这个手机号已有账号，请退出后用这个手机号的短信验证码登录，或联系客服')
  await moveOpenid(tx, mine.id, other.id, now)
  await moveSessions(tx, mine.id, other.id)
  await copyConsents(tx, mine.id, other.id)
  return other.id
}
