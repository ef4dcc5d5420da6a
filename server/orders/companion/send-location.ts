/** Where she is, while the visit lasts and with her consent; shown to the family, never kept as a track. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import { pushPassing } from '../../core/realtime/pushes.ts'
import { requireConsent } from '../../identity/index.ts'
import type { AccountContext } from '../../system.ts'
import { isAllowed } from '../order-states.ts'
import { hospitalOf, keepPlace, sayPlace } from '../place.ts'
import { notNow } from '../progress.ts'
import { requireMe } from './me.ts'
import { findTask } from './task-queries.ts'

type Api = typeof contract.orders

export async function sendLocation(
  c: AccountContext,
  { params, body }: InputOf<Api['sendLocation']>,
): Promise<ReturnOf<Api['sendLocation']>> {
  const me = await requireMe(c)
  await requireConsent(c.db, c.viewer.accountId, 'location')
  const order = await findTask(c.db, params.id, me, c.clock.now())
  if (!order) throw notFound('这个任务')
  if (!isAllowed('sendLocation', order.state)) throw notNow(order, '现在不需要位置')
  const now = c.clock.now()
  const point = { lat: body.lat, lng: body.lng }
  const place = {
    point,
    accuracyMeters: body.accuracyMeters,
    at: now.toISOString(),
    sentence: sayPlace(point, await hospitalOf(c, order)),
  }
  await c.db.tx(async (tx) => {
    const placeEnc = await c.cipher.seal(tx, c.viewer.accountId, 'place', JSON.stringify(place))
    if (await keepPlace(tx, { order, accountId: c.viewer.accountId, placeEnc, at: now }))
      pushPassing(tx, { topic: `order:${order.id}`, kind: 'location', body: place, now })
  })
  return { done: true }
}
