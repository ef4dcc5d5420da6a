/** Password and one-time password become a session of at most 12 hours. Every refusal looks the same. */
import type { identity } from '@banyi/contract/identity'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { addMinutes } from '../core/clock.ts'
import { writeAudit } from '../core/audit.ts'
import { AppError } from '../core/errors.ts'
import type { AnyoneContext } from '../system.ts'
import { findLastTry, findOperatorSecrets, forgetTries, takeOperatorTry, useUpTotpStep } from './operator-queries.ts'
import { viewOperator } from './operator-view.ts'
import { isPassword } from './password.ts'
import { openSession } from './sessions.ts'
import { stepOfTotp } from './totp.ts'

const MAX_TRIES = 5
const LOCK_MINUTES = 15

export async function signInOperator(
  c: AnyoneContext,
  { body }: InputOf<typeof identity.signInOperator>,
): Promise<ReturnOf<typeof identity.signInOperator>> {
  const now = c.clock.now()
  const { username } = body
  const lock = { tries: MAX_TRIES, lockedSince: addMinutes(now, -LOCK_MINUTES) }
  const counted = await takeOperatorTry(c.db, username, now, lock)
  if (!counted) throw locked((await findLastTry(c.db, username))?.last_at ?? now, now)
  const operator = await findOperatorSecrets(c.db, username)
  const isRight = await isPassword(body.password, operator?.password_hash ?? null)
  const secret =
    operator && isRight && operator.is_active
      ? await c.cipher.open(c.db, operator.id, 'totp', operator.totp_sealed)
      : null
  const step = secret ? stepOfTotp(secret, body.totp, now) : null
  if (!operator || step === null) return refuse(c, operator?.id ?? null, now)
  const session = await c.db.tx(async (tx) => {
    if (!(await useUpTotpStep(tx, operator.id, step))) return null
    await forgetTries(tx, username)
    await writeAudit(tx, {
      actor: { kind: 'operator', id: operator.id },
      action: 'operator.signed-in',
      subjectId: operator.id,
      now,
    })
    return openSession(tx, { operatorId: operator.id }, now)
  })
  if (!session) return refuse(c, operator.id, now)
  return { token: session.token, expiresAt: session.expiresAt.toISOString(), operator: viewOperator(operator) }
}

async function refuse(c: AnyoneContext, operatorId: string | null, now: Date): Promise<never> {
  // an unknown name is not written down: it may be a password typed into the wrong box
  const actor = { kind: 'system', id: null } as const
  await writeAudit(c.db, { actor, action: 'operator.sign-in-refused', subjectId: operatorId ?? 'unknown', now })
  throw new AppError('WRONG_CREDENTIALS', '用户名、密码或动态码不对')
}

function locked(lastAt: Date, now: Date): AppError {
  const seconds = Math.max(1, Math.ceil((addMinutes(lastAt, LOCK_MINUTES).getTime() - now.getTime()) / 1000))
  const minutes = Math.ceil(seconds / 60)
  return new AppError('LOCKED', `错误次数太多，请 ${minutes} 分钟后再试`, { facts: { retryAfterSeconds: seconds } })
}
