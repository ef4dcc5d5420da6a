/** Callbacks of the insurer: signed with its key, with a ladder of retries. */
import { randomBytes, randomUUID, type KeyObject } from 'node:crypto'
import type { CallbackStyle } from '../core/courier.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { World } from '../core/world.ts'
import { callbackText, signText } from '../wire/insurer-sign.ts'

const LADDER_SEC = [5, 30, 120, 600, 3600, 21_600, 21_600, 21_600]

export type InsurerKeys = { own: KeyObject; keyId: string; stranger: () => KeyObject }

/** Joins the caller's transaction. */
export function tellInsured(world: World, news: { type: string; subject: string; url: string; data: object }): void {
  const { type, subject, url, data } = news
  const body = { id: randomUUID(), type, at: new Date(world.clock.now()).toISOString(), data }
  world.courier.send({ vendor: 'insurer', event: type, subject, url, payload: JSON.stringify(body) })
}

export function insurerHeaders(
  world: World,
  keys: InsurerKeys,
  textOf: (timestamp: string, nonce: string) => string,
  trick: Scenario | undefined,
): Record<string, string> {
  const skewMs = trick?.do === 'clock-skew' ? (trick.ms ?? -600_000) : 0
  const timestamp = String(Math.floor((world.clock.now() + skewMs) / 1000))
  const nonce = randomBytes(16).toString('hex')
  const isForged = trick?.do === 'forged' || trick?.do === 'wrong-signature' || trick?.do === 'signtest'
  return {
    'X-Insurer-Timestamp': timestamp,
    'X-Insurer-Nonce': nonce,
    'X-Insurer-Key': trick?.do === 'wrong-serial' ? 'sandbox-key-0' : keys.keyId,
    'X-Insurer-Signature': signText(textOf(timestamp, nonce), isForged ? keys.stranger() : keys.own),
  }
}

export function insurerStyle(world: World, keys: InsurerKeys): CallbackStyle {
  return {
    ladderSec: LADDER_SEC,
    pack: (callback, trick) => ({
      body: callback.payload,
      headers: {
        'Content-Type': 'application/json',
        ...insurerHeaders(world, keys, (timestamp, nonce) => callbackText(timestamp, nonce, callback.payload), trick),
      },
    }),
    accepts: (status, body) => status === 200 && /"code"\s*:\s*"OK"/.test(body),
  }
}
