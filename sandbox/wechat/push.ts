/** Message push: WeChat tells the server what users did. Signed, safe mode, JSON. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Callback, CallbackStyle, Packed } from '../core/courier.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { World } from '../core/world.ts'
import { encryptPush, pushSignature } from '../wire/wechat-push.ts'

const PUSH_PATH = '/messaging/wechat/push'

/** Joins the caller's transaction. */
export function pushEvent(world: World, openid: string, event: string, fields: Record<string, unknown>): void {
  const payload = JSON.stringify({
    ToUserName: world.keys.wechat.originalId,
    FromUserName: openid,
    CreateTime: world.clock.nowSec(),
    MsgType: 'event',
    Event: event,
    ...fields,
  })
  world.courier.send({ vendor: 'wechat', event, subject: openid, url: PUSH_PATH, payload })
}

function pack(world: World, callback: Callback, trick: Scenario | undefined): Packed {
  const { pushAesKey, pushToken, appid } = world.keys.wechat
  const skewMs = trick?.do === 'clock-skew' ? (trick.ms ?? -600_000) : 0
  const timestamp = String(Math.floor((world.clock.now() + skewMs) / 1000))
  const nonce = String(randomInt(1_000_000_000))
  const encrypted = encryptPush(
    pushAesKey,
    trick?.do === 'wrong-serial' ? 'wx0000000000000000' : appid,
    callback.payload,
  )
  const isFalse = trick?.do === 'forged' || trick?.do === 'signtest'
  const token = isFalse ? randomBytes(8).toString('hex') : pushToken
  const query = new URLSearchParams({
    signature: pushSignature(token, timestamp, nonce),
    timestamp,
    nonce,
    openid: callback.subject,
    encrypt_type: 'aes',
    msg_signature: pushSignature(token, timestamp, nonce, encrypted),
  })
  return {
    query: query.toString(),
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ToUserName: world.keys.wechat.originalId, Encrypt: encrypted }),
  }
}

export function pushStyle(world: World): CallbackStyle {
  return {
    ladderSec: [5, 5, 5],
    pack: (callback, trick) => pack(world, callback, trick),
    accepts: (status, body) => status === 200 && (body === 'success' || body === '' || body.startsWith('{')),
  }
}

/** What happens when the operator saves the push address in WeChat's console: a signed GET that must be echoed. */
export async function checkPushUrl(world: World): Promise<{ ok: boolean; status: number; answered: string }> {
  const timestamp = String(world.clock.nowSec())
  const nonce = String(randomInt(1_000_000_000))
  const echostr = String(randomInt(2 ** 40))
  const signature = pushSignature(world.keys.wechat.pushToken, timestamp, nonce)
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr })
  const response = await fetch(`${world.serverUrl()}${PUSH_PATH}?${query.toString()}`)
  const answered = await response.text()
  return { ok: response.ok && answered === echostr, status: response.status, answered: answered.slice(0, 200) }
}
