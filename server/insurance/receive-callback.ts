/** The insurer tells us something. Proven first; carried out once per id; nobody outside is asked while it waits. */
import type { Tx } from '../core/database.ts'
import { AppError } from '../core/errors.ts'
import type { InsurerCallback } from '../outside/insurer/port.ts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AnyoneContext } from '../system.ts'
import { rememberCallback } from './claim-queries.ts'
import { recordClaim, sealWords } from './record-claim.ts'
import { recordPolicy } from './record-policy.ts'

export async function receiveCallback(c: AnyoneContext, request: RawRequest): Promise<RawReply> {
  try {
    const { insurer } = c.outside
    if (!insurer) return refuse(c, 404, 'no insurer is configured')
    const callback = insurer.openCallback(request.headers, request.body)
    if (callback.type === 'other') return reply(200, 'OK')
    const wordsSealed = callback.type === 'claim' ? await sealWords(c, callback.fact) : null
    const isKnown = await c.db.tx((tx) => carryOut(tx, callback, wordsSealed, c.clock.now()))
    return isKnown ? reply(200, 'OK') : refuse(c, 404, 'unknown number')
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return refuse(c, 401, error.detail ?? '')
    throw error
  }
}

async function carryOut(
  tx: Tx,
  callback: Exclude<InsurerCallback, { type: 'other' }>,
  wordsSealed: Buffer | null,
  now: Date,
): Promise<boolean> {
  const isKnown =
    callback.type === 'policy'
      ? (await recordPolicy(tx, callback.fact, now)) !== null
      : await recordClaim(tx, callback.fact, wordsSealed, now)
  if (isKnown) await rememberCallback(tx, { id: callback.id, kind: callback.type, number: callback.fact.number }, now)
  return isKnown
}

const reply = (status: number, code: string): RawReply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify({ code }),
})

function refuse(c: AnyoneContext, status: number, why: string): RawReply {
  c.log.warn({ requestId: c.requestId, why }, "an insurer's callback was refused")
  return reply(status, 'REFUSED')
}
