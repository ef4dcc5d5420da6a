/** A six-digit code to a phone. The answer is the same whether the phone has an account or not. */
import type { identity } from '@banyi/contract/identity'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomInt, randomUUID } from 'node:crypto'
import { addSeconds } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import { takeOne } from '../core/rate-limit.ts'
import type { AnyoneContext } from '../system.ts'
import { hashPhone } from './hash-phone.ts'
import { hashCode } from './check-sms-code.ts'
import { findCodeTime, replaceCode, useUpCode } from './sms-code-queries.ts'

const LIFE_SECONDS = 5 * 60
const PAUSE_SECONDS = 60
const PER_PHONE = [
  { max: 5, seconds: 3600 },
  { max: 10, seconds: 86_400 },
]
/** generous: mobile carriers put thousands of phones behind one address */
const PER_ADDRESS = [
  { max: 10, seconds: 60 },
  { max: 60, seconds: 3600 },
]

export async function sendSmsCode(
  c: AnyoneContext,
  { body }: InputOf<typeof identity.sendSmsCode>,
): Promise<ReturnOf<typeof identity.sendSmsCode>> {
  const now = c.clock.now()
  const phoneHash = hashPhone(c, body.phone)
  for (const limit of PER_ADDRESS) {
    await takeOne(c.db, `sms-ip ${limit.seconds} ${keyOf(c.hash.of('rate-limit', c.ip))}`, limit, now)
  }
  const id = randomUUID()
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await c.db.tx(async (tx) => {
    const written = await replaceCode(tx, {
      id,
      phoneHash,
      codeHash: hashCode(c, body.phone, code),
      now,
      expiresAt: addSeconds(now, LIFE_SECONDS),
      notSince: addSeconds(now, -PAUSE_SECONDS),
    })
    if (written === 0) throw tooSoon((await findCodeTime(tx, phoneHash))?.created_at ?? now, now)
    for (const limit of PER_PHONE) await takeOne(tx, `sms-phone ${limit.seconds} ${keyOf(phoneHash)}`, limit, now)
  })
  try {
    const params = [code, String(LIFE_SECONDS / 60)]
    const sent = await c.outside.sms.send({ phone: body.phone, template: 'login-code', params, context: id })
    if (sent.status === 'refused')
      throw new AppError('NOT_ALLOWED_NOW', '这个号码现在收不到短信，请稍后再试或换一个号码')
  } catch (error) {
    // nothing arrived, so the next try need not wait; hour and day still count it
    await useUpCode(c.db, id, phoneHash)
    throw error
  }
  return { retryAfterSeconds: PAUSE_SECONDS, expiresInSeconds: LIFE_SECONDS }
}

const keyOf = (hash: Buffer): string => hash.toString('base64url').slice(0, 22)

function tooSoon(lastAt: Date, now: Date): AppError {
  const wait = Math.max(1, Math.ceil((lastAt.getTime() - now.getTime()) / 1000) + PAUSE_SECONDS)
  return new AppError('TOO_MANY', `验证码已发送，请 ${wait} 秒后再试`, { facts: { retryAfterSeconds: wait } })
}
