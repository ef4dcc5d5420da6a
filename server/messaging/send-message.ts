/** One message of a member, in an open thread, once per command id. */
import type { Message, messaging } from '@banyi/contract/messaging'
import type { InputOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { addMinutes, addSeconds } from '../core/clock.ts'
import { claimCommand } from '../core/commands.ts'
import type { Tx } from '../core/database.ts'
import { AppError, invalid, notFound } from '../core/errors.ts'
import { pushTo } from '../core/realtime/pushes.ts'
import { addTask } from '../core/tasks.ts'
import type { AccountContext } from '../system.ts'
import { findMessage, insertMessage, isOwnUnsentPicture } from './message-queries.ts'
import { sealText, viewMessages } from './message-view.ts'
import { findMember, lockThread, markSeqRead, saveThread, takeUntold } from './thread-queries.ts'
import { isOpen } from './thread-view.ts'

/** whoever has the chat open reads within this; the others get a notice */
const UNREAD_SECONDS = 30
const NOTICE_PAUSE_MINUTES = 10

export async function sendMessage(
  c: AccountContext,
  { params, body }: InputOf<typeof messaging.sendMessage>,
): Promise<Message> {
  const { accountId } = c.viewer
  const threadId = params.id
  const { text, pictureId } = body
  if (text === '' && !pictureId) throw invalid('text', '请写点什么')
  if (text !== '' && pictureId) throw invalid('text', '文字和图片请分开发')
  if (!(await findMember(c.db, threadId, accountId))) throw notFound('这个会话')
  const now = c.clock.now()
  const textSealed = await sealText(c, threadId, text)
  const newId = randomUUID()
  const id = await c.db.tx(async (tx) => {
    const command = {
      actorId: accountId,
      commandId: body.commandId,
      name: 'messaging.sendMessage',
      subjectId: newId,
      isCreation: true,
      now,
    }
    const sent = await claimCommand(tx, command)
    if (sent) return sent
    const thread = await lockThread(tx, threadId)
    if (!thread || !(await findMember(tx, threadId, accountId))) throw notFound('这个会话')
    if (!isOpen(thread, now)) throw new AppError('NOT_ALLOWED_NOW', '服务已经结束，会话已关闭；需要帮助请联系客服')
    if (pictureId && !(await isOwnUnsentPicture(tx, pictureId, threadId, accountId))) throw notFound('这张图片')
    const kind = pictureId ? 'picture' : 'text'
    const seq = await pushTo(tx, {
      topic: `thread:${threadId}`,
      kind: 'message',
      body: { messageId: newId, kind, senderId: accountId },
      now,
    })
    await insertMessage(tx, {
      thread_id: threadId,
      seq,
      id: newId,
      kind,
      sender_id: accountId,
      text_sealed: textSealed,
      picture_id: pictureId,
      at: now,
    })
    await saveThread(tx, { ...thread, last_seq: seq, last_at: now })
    await markSeqRead(tx, threadId, accountId, seq)
    await planTelling(tx, threadId, accountId, seq, now)
    return newId
  })
  const row = await findMessage(c.db, threadId, id)
  const [message] = row ? await viewMessages(c, [row], accountId) : []
  if (!message) throw new AppError('COMMAND_REUSED', '这次操作的编号已经用过，请刷新后重试')
  return message
}

async function planTelling(tx: Tx, threadId: string, senderId: string, seq: number, now: Date): Promise<void> {
  for (const accountId of await takeUntold(tx, threadId, senderId, now, addMinutes(now, -NOTICE_PAUSE_MINUTES))) {
    const payload = { threadId, accountId, seq }
    await addTask(tx, { kind: 'messaging.tell-of-message', payload, now, runAt: addSeconds(now, UNREAD_SECONDS) })
  }
}
