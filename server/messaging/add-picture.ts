/** A picture for a message that is about to be sent. One that is never sent is deleted a day later. */
import type { messaging } from '@banyi/contract/messaging'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { cleanPicture } from '../core/clean-picture.ts'
import { AppError, notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { insertPicture } from './message-queries.ts'
import { findMyThread } from './thread-queries.ts'
import { isOpen } from './thread-view.ts'

/** pixels; wide enough to read a report on a phone */
const MAX_SIDE = 1600

export async function addPicture(
  c: AccountContext,
  { params, body }: InputOf<typeof messaging.addPicture>,
): Promise<ReturnOf<typeof messaging.addPicture>> {
  const { accountId } = c.viewer
  const now = c.clock.now()
  const thread = await findMyThread(c.db, accountId, params.id)
  if (!thread) throw notFound('这个会话')
  if (!isOpen(thread, now)) throw new AppError('NOT_ALLOWED_NOW', '服务已经结束，会话已关闭')
  const { bytes, mime, width, height } = await cleanPicture(body.imageBase64, { maxSide: MAX_SIDE })
  const id = randomUUID()
  const sealed = await c.cipher.seal(c.db, params.id, `picture/${id}`, bytes)
  await insertPicture(c.db, { id, thread_id: params.id, accountId, mime, width, height, bytes_sealed: sealed, now })
  return { pictureId: id, width, height }
}
