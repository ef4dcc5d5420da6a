/** What a person with a link sees: the visit, with the name masked; no file, no phone, no notes. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { LiveView } from '@banyi/contract/orders'
import { findCompanions } from '../../companions/index.ts'
import { addHours } from '../../core/clock.ts'
import { hashToken, newToken } from '../../core/crypto/keyed-hash.ts'
import { AppError, notFound } from '../../core/errors.ts'
import type { Viewer } from '../../core/viewer.ts'
import { maskName } from '../../core/words.ts'
import { findPatients } from '../../identity/index.ts'
import type { AnyoneContext, LinkContext, System } from '../../system.ts'
import { findOrder, readTimeline } from '../order-queries.ts'
import { isOnTheWay } from '../order-states.ts'
import { nextExpectedAt, sayNext, showBase } from '../order-view.ts'
import { readPlace } from '../place.ts'
import { showSteps, showTimeline } from '../timeline-view.ts'
import { findLink, findViewedLink, insertView, openLinkRow } from './link-queries.ts'

type Api = typeof contract.orders
const VIEW_HOURS = 12

/** Exchanges the token of the link for a short sign-in, so that the token itself travels once, in a body. */
export async function openLink(
  c: AnyoneContext,
  { body }: InputOf<Api['openLink']>,
): Promise<ReturnOf<Api['openLink']>> {
  const now = c.clock.now()
  const viewToken = newToken('bl')
  const opened = await c.db.tx(async (tx) => {
    const link = await openLinkRow(tx, hashToken(body.token), now)
    if (!link) return null
    const until = addHours(now, VIEW_HOURS)
    const expiresAt = until < link.expires_at ? until : link.expires_at
    await insertView(tx, { tokenHash: hashToken(viewToken), linkId: link.id, expiresAt })
    return { link, expiresAt }
  })
  if (!opened) throw new AppError('GONE', '这个链接已失效，请向家人要一个新的')
  return {
    viewToken,
    expiresAt: opened.expiresAt.toISOString(),
    view: await showLive(c, opened.link.order_id, opened.link.expires_at),
  }
}

export async function getLiveView(c: LinkContext): Promise<ReturnOf<Api['getLiveView']>> {
  const link = await findLink(c.db, c.viewer.linkId)
  if (!link) throw notFound('这个链接')
  return showLive(c, c.viewer.orderId, link.expires_at)
}

/** for module.ts: a `bl_` token */
export async function signInByView(system: System, token: string): Promise<Viewer | null> {
  const found = await findViewedLink(system.db, hashToken(token), system.clock.now())
  return found && { kind: 'link', linkId: found.link_id, orderId: found.order_id }
}

async function showLive(system: System, orderId: string, linkExpiresAt: Date): Promise<LiveView> {
  const order = await findOrder(system.db, orderId)
  if (!order) throw notFound('这个订单')
  const [patients, companions, timeline, place] = await Promise.all([
    findPatients(system, [order.patient_id], null),
    order.companion_id ? findCompanions(system, [order.companion_id]) : null,
    readTimeline(system.db, order.id),
    isOnTheWay(order.state) ? readPlace(system, order) : null,
  ])
  const companion = companions?.get(order.companion_id ?? '')
  const { state, stateName, startsAt, endsAt } = showBase(order, undefined)
  return {
    orderId: order.id,
    state,
    stateName,
    startsAt,
    endsAt,
    patientName: maskName(patients.get(order.patient_id)?.name ?? ''),
    hospitalName: order.hospital_name,
    companionName: companion?.name ?? null,
    companionPhotoUrl: companion?.photoUrl ?? null,
    steps: showSteps(order, timeline),
    timeline: await showTimeline(system, order, timeline, 'link'),
    place,
    // where they meet is in the family's own words: it can name a ward
    nextSentence: sayNext(system, { ...order, meeting_point: '约定地点' }, companion?.name ?? null),
    nextExpectedAt: nextExpectedAt(order),
    linkExpiresAt: linkExpiresAt.toISOString(),
  }
}
