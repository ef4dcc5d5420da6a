/** WeChat's message push: the check of our address, and what people did with subscribe messages. */
import { z } from 'zod'
import { createHash } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Tx } from '../core/database.ts'
import { forbidden } from '../core/errors.ts'
import { findAccountIdByOpenid } from '../identity/index.ts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AnyoneContext } from '../system.ts'
import { countAccepted, endNotice, findUnconfirmed, hearWechatEvent, useUpAllowed } from './notice-queries.ts'
import { templateOf } from './record-subscriptions.ts'
import { giveUp } from './send-notice.ts'

const Entry = z.object({
  TemplateId: z.string(),
  SubscribeStatusString: z.string().optional(),
  ErrorCode: z.coerce.string().optional(),
  ErrorStatus: z.string().optional(),
})
type Entry = z.output<typeof Entry>
/** WeChat sends one entry as an object and several as a list */
const Pushed = z.object({
  FromUserName: z.string(),
  Event: z.string(),
  List: z.union([Entry.array(), Entry.transform((entry) => [entry])]),
})

const SENT_WITHIN_MINUTES = 60
const SUCCESS: RawReply = { status: 200, contentType: 'text/plain; charset=utf-8', body: 'success' }

export async function verifyWechatPush(c: AnyoneContext, { query }: RawRequest): Promise<RawReply> {
  const echo = c.outside.wechat.verifyPushUrl(query)
  if (echo === null) throw forbidden('来源无法确认')
  return { ...SUCCESS, body: echo }
}

export async function receiveWechatPush(c: AnyoneContext, { query, body }: RawRequest): Promise<RawReply> {
  const message = c.outside.wechat.openPush(query, body)
  const pushed = Pushed.safeParse(message)
  // other events are none of our business; WeChat only wants to hear that they arrived
  if (!pushed.success) return SUCCESS
  const { FromUserName: openid, Event: event, List: entries } = pushed.data
  const accountId = await findAccountIdByOpenid(c.db, openid)
  if (!accountId) return SUCCESS
  const now = c.clock.now()
  const key = createHash('sha256').update(JSON.stringify(message)).digest()
  const isNew = await c.db.tx(async (tx) => {
    if (!(await hearWechatEvent(tx, key, now))) return false
    for (const entry of entries) await takeSubscription(c, tx, accountId, event, entry)
    return true
  })
  if (isNew && event === 'subscribe_msg_sent_event') {
    for (const entry of entries) await takeSent(c, accountId, entry)
  }
  return SUCCESS
}

async function takeSubscription(
  c: AnyoneContext,
  tx: Tx,
  accountId: string,
  event: string,
  entry: Entry,
): Promise<void> {
  const template = templateOf(c.config, entry.TemplateId)
  const now = c.clock.now()
  if (!template) return
  if (event === 'subscribe_msg_popup_event' && entry.SubscribeStatusString === 'accept')
    await countAccepted(tx, accountId, template, 'wechat', now)
  if (event === 'subscribe_msg_change_event' && entry.SubscribeStatusString === 'reject')
    await useUpAllowed(tx, accountId, template, now)
}

/** The report of one subscribe message; also confirms one whose answer was lost. */
async function takeSent(c: AnyoneContext, accountId: string, entry: Entry): Promise<void> {
  const template = templateOf(c.config, entry.TemplateId)
  if (!template) return
  const now = c.clock.now()
  const notice = await findUnconfirmed(c.db, accountId, template, addMinutes(now, -SENT_WITHIN_MINUTES))
  if (!notice) return
  if (entry.ErrorCode === '0') await endNotice(c.db, notice.id, { status: 'delivered', reason: '', now })
  else await giveUp(c, notice, 'failed', `微信未送达 (${entry.ErrorCode ?? ''} ${entry.ErrorStatus ?? ''})`)
}
