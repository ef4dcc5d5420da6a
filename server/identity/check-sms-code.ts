/** Compares a typed code. Wrong, expired, burnt and never sent look the same from outside. */
import { isSameSecret } from '../core/crypto/keyed-hash.ts'
import { AppError } from '../core/errors.ts'
import type { System } from '../system.ts'
import { hashPhone } from './hash-phone.ts'
import { takeTry } from './sms-code-queries.ts'

const MAX_TRIES = 5

/** the phone is part of it: a code is good for the phone that it was sent to and no other */
export const hashCode = (system: Pick<System, 'hash'>, phone: string, code: string): Buffer =>
  system.hash.of('sms-code', `${phone}/${code}`)

/** Returns the id of the code, to be used up in the transaction that acts on it. Throws WRONG_CREDENTIALS. */
export async function checkSmsCode(system: System, phone: string, code: string): Promise<string> {
  const sent = await takeTry(system.db, hashPhone(system, phone), system.clock.now(), MAX_TRIES)
  const isRight = isSameSecret(hashCode(system, phone, code), sent?.code_hash ?? '')
  if (!sent || !isRight) throw wrongCode()
  return sent.id
}

export const wrongCode = (): AppError => new AppError('WRONG_CREDENTIALS', '验证码不对或已过期，请重新获取')
