/** Order chat, notices by subscribe message and SMS. A thread's id is the order's id. */
import { z } from 'zod'
import { Done, Id, IdParams, Instant, PageQuery, page, text } from './common.ts'
import { endpoint } from './endpoint.ts'

export const MessageKind = z.enum(['text', 'picture', 'system'])
export const Message = z.object({
  id: Id,
  threadId: Id,
  /** gapless per thread; also the realtime cursor */
  seq: z.int(),
  kind: MessageKind,
  /** null for system messages */
  senderId: Id.nullable(),
  senderName: z.string(),
  senderRole: z.enum(['family', 'companion', 'operator', 'system']),
  isMine: z.boolean(),
  text: z.string(),
  picture: z.object({ id: Id, width: z.int(), height: z.int() }).nullable(),
  at: Instant,
})
export const Member = z.object({
  id: Id,
  name: z.string(),
  role: z.enum(['family', 'companion', 'operator']),
  readSeq: z.int(),
  isMe: z.boolean(),
})
export const Thread = z.object({
  id: Id,
  title: z.string(),
  lastSeq: z.int(),
  readSeq: z.int(),
  unread: z.int(),
  isOpen: z.boolean(),
  lastText: z.string(),
  lastAt: Instant.nullable(),
  members: z.array(Member),
})
export const Notice = z.object({
  id: Id,
  channel: z.enum(['subscribe-message', 'sms']),
  template: z.string(),
  toMasked: z.string(),
  status: z.enum(['waiting', 'sent', 'delivered', 'failed', 'skipped']),
  reason: z.string(),
  at: Instant,
})

export const messaging = {
  listThreads: endpoint({
    method: 'GET',
    path: '/messaging/threads',
    summary: '我的会话',
    query: z.strictObject(PageQuery),
    reply: page(Thread),
  }),
  getThread: endpoint({
    method: 'GET',
    path: '/messaging/threads/:id',
    summary: '会话',
    params: IdParams,
    reply: Thread,
  }),
  listMessages: endpoint({
    method: 'GET',
    path: '/messaging/threads/:id/messages',
    summary: '消息 (after 补新, before 翻旧)',
    params: IdParams,
    query: z.strictObject({
      after: z.coerce.number().int().min(0).optional(),
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(30),
    }),
    reply: z.object({ items: z.array(Message), hasMore: z.boolean() }),
  }),
  sendMessage: endpoint({
    method: 'POST',
    path: '/messaging/threads/:id/messages',
    summary: '发消息',
    params: IdParams,
    body: z.strictObject({ commandId: Id, text: text(1000).default(''), pictureId: Id.nullable().default(null) }),
    reply: Message,
  }),
  /** base64 of a JPEG, PNG or WebP, at most 5 MB; metadata is stripped, larger sides are scaled to 1600 px */
  addPicture: endpoint({
    method: 'POST',
    path: '/messaging/threads/:id/pictures',
    summary: '上传图片',
    params: IdParams,
    body: z.strictObject({ imageBase64: z.string().min(10).max(7_000_000) }),
    reply: z.object({ pictureId: Id, width: z.int(), height: z.int() }),
  }),
  /** bytes, for members of the thread only */
  getPicture: endpoint({
    method: 'GET',
    path: '/messaging/pictures/:id',
    summary: '图片',
    params: IdParams,
    reply: z.unknown(),
  }),
  markRead: endpoint({
    method: 'POST',
    path: '/messaging/threads/:id/read',
    summary: '已读',
    params: IdParams,
    body: z.strictObject({ seq: z.int().min(0) }),
    reply: Done,
  }),
  recordSubscriptions: endpoint({
    method: 'POST',
    path: '/messaging/subscriptions',
    summary: '记录用户同意的订阅消息',
    body: z.strictObject({ accepted: z.array(z.string().max(100)).max(6) }),
    reply: Done,
  }),
  listNotices: endpoint({
    method: 'GET',
    path: '/messaging/notices/:id',
    summary: '订单的通知记录 (运营)',
    params: IdParams,
    reply: z.object({ items: z.array(Notice) }),
  }),
  listBoardMessages: endpoint({
    method: 'GET',
    path: '/messaging/board/:id/messages',
    summary: '查看订单聊天 (运营, 留痕)',
    params: IdParams,
    query: z.strictObject({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    reply: z.object({ items: z.array(Message), hasMore: z.boolean() }),
  }),
  verifyWechatPush: endpoint({
    method: 'GET',
    path: '/messaging/wechat/push',
    summary: '微信消息推送校验',
    reply: z.unknown(),
  }),
  receiveWechatPush: endpoint({
    method: 'POST',
    path: '/messaging/wechat/push',
    summary: '微信消息推送',
    reply: z.unknown(),
  }),
  receiveSmsStatus: endpoint({
    method: 'POST',
    path: '/messaging/sms/status/:secret',
    summary: '短信回执',
    params: z.strictObject({ secret: z.string().max(100) }),
    reply: z.object({ result: z.int(), errmsg: z.string() }),
  }),
}
export type Message = z.output<typeof Message>
export type Thread = z.output<typeof Thread>
export type Member = z.output<typeof Member>
export type Notice = z.output<typeof Notice>
