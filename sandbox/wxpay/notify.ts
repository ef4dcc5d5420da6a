/** Callbacks of WeChat Pay: sealed resource, signed envelope, the long ladder of retries. */
import { randomUUID } from 'node:crypto'
import { shanghaiIso } from '../core/clock.ts'
import type { CallbackStyle } from '../core/courier.ts'
import type { World } from '../core/world.ts'
import { sealResource } from '../wire/wxpay-crypto.ts'
import { newRequestId } from './errors.ts'
import type { PayKeys } from './pay-keys.ts'
import { signAnswer } from './sign-answer.ts'

/** 15s/15s/30s/3m/10m/20m/30m/30m/30m/60m/3h/3h/3h/6h/6h */
const LADDER_SEC = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600]

/** Joins the caller's transaction. `subject` is the out_trade_no, also for refunds, so that order between them can be disturbed. */
export function notify(
  world: World,
  input: { event: string; summary: string; originalType: string; subject: string; url: string; resource: object },
): string {
  const sealed = sealResource(world.keys.wxpay.apiV3Key, JSON.stringify(input.resource), input.originalType)
  const envelope = {
    id: `EV-${randomUUID()}`,
    create_time: shanghaiIso(world.clock.now()),
    resource_type: 'encrypt-resource',
    event_type: input.event,
    summary: input.summary,
    resource: { original_type: input.originalType, ...sealed },
  }
  const { event, subject, url } = input
  return world.courier.send({ vendor: 'wxpay', event, subject, url, payload: JSON.stringify(envelope) })
}

export function notifyStyle(world: World, keys: PayKeys): CallbackStyle {
  return {
    ladderSec: LADDER_SEC,
    pack: (callback, trick) => ({
      body: callback.payload,
      headers: {
        'Content-Type': 'application/json',
        Accept: '*/*',
        'User-Agent': 'Mozilla/4.0',
        'Request-ID': newRequestId(0),
        ...signAnswer(world, keys, callback.payload, { trick }),
      },
    }),
    accepts: (status) => status === 200 || status === 204,
  }
}
