/** Links for the family: made, listed and taken back by whoever booked. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { FamilyLink } from '@banyi/contract/orders'
import { createHmac, createSecretKey } from 'node:crypto'
import { addHours } from '../../core/clock.ts'
import { claimCommand } from '../../core/commands.ts'
import { hashToken } from '../../core/crypto/keyed-hash.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { recheckFollowers } from '../../core/realtime/pushes.ts'
import type { AccountContext } from '../../system.ts'
import { findOrderOfAccount, lockOrder, type OrderRow } from '../order-queries.ts'
import { isAllowed } from '../order-states.ts'
import { notNow } from '../progress.ts'
import { countLiveLinks, findLink, insertLink, listLinkRows, revokeLinkRow, type LinkRow } from './link-queries.ts'

type Api = typeof contract.orders
const MAX_LIVE_LINKS = 10

async function requireOwn(c: AccountContext, id: string): Promise<OrderRow> {
  const order = await findOrderOfAccount(c.db, id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  return order
}

export async function listLinks(
  c: AccountContext,
  { params }: InputOf<Api['listLinks']>,
): Promise<ReturnOf<Api['listLinks']>> {
  await requireOwn(c, params.id)
  return { items: (await listLinkRows(c.db, params.id)).map(showLink) }
}

export async function createLink(
  c: AccountContext,
  { params, body }: InputOf<Api['createLink']>,
): Promise<ReturnOf<Api['createLink']>> {
  const order = await requireOwn(c, params.id)
  const now = c.clock.now()
  const { accountId } = c.viewer
  // derived, not random: a retry after a lost answer gives the same link and the same token, and neither is stored
  const secret = createHmac('sha512', createSecretKey(Buffer.from(c.config.QUOTE_SECRET)))
    .update(`family-link\0${accountId}\0${body.commandId}`)
    .digest()
  const token = secret.subarray(0, 32).toString('base64url')
  const id = uuidFrom(secret.subarray(32))
  await c.db.tx(async (tx) => {
    const first = await claimCommand(tx, {
      actorId: accountId,
      commandId: body.commandId,
      name: 'orders.create-link',
      subjectId: order.id,
      now,
    })
    if (first !== null) return
    // links are counted one after the other; the order may have ended meanwhile
    const present = (await lockOrder(tx, order.id)) ?? order
    if (!isAllowed('link', present.state)) throw notNow(present, '订单已结束，不能再分享')
    if ((await countLiveLinks(tx, order.id, now)) >= MAX_LIVE_LINKS)
      throw new AppError('NOT_ALLOWED_NOW', `最多同时有 ${MAX_LIVE_LINKS} 个有效链接，请先收回不用的`)
    await insertLink(tx, {
      id,
      orderId: order.id,
      tokenHash: hashToken(token),
      label: body.label,
      maxOpens: body.maxOpens,
      createdAt: now,
      expiresAt: addHours(now, body.hours),
    })
  })
  const row = await findLink(c.db, id)
  if (!row) throw notFound('这个链接')
  return { link: showLink(row), token }
}

export async function revokeLink(
  c: AccountContext,
  { params }: InputOf<Api['revokeLink']>,
): Promise<ReturnOf<Api['revokeLink']>> {
  await requireOwn(c, params.id)
  const now = c.clock.now()
  const revoked = await c.db.tx((tx) => {
    recheckFollowers(tx, `order:${params.id}`, now)
    return revokeLinkRow(tx, params.linkId, params.id, now)
  })
  if (revoked === 0) throw notFound('这个链接')
  return { done: true }
}

const showLink = (row: LinkRow): FamilyLink => ({
  id: row.id,
  label: row.label,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
  openedCount: row.opened_count,
  lastOpenedAt: row.last_opened_at?.toISOString() ?? null,
  maxOpens: row.max_opens,
})

function uuidFrom(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
