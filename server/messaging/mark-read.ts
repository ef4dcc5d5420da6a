import type { messaging } from '@banyi/contract/messaging'
import type { InputOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import { pushPassing } from '../core/realtime/pushes.ts'
import type { AccountContext } from '../system.ts'
import { findMember, markSeqRead } from './thread-queries.ts'

export async function markRead(
  c: AccountContext,
  { params, body }: InputOf<typeof messaging.markRead>,
): Promise<{ done: true }> {
  const { accountId } = c.viewer
  const now = c.clock.now()
  await c.db.tx(async (tx) => {
    if (!(await findMember(tx, params.id, accountId))) throw notFound('这个会话')
    const readSeq = await markSeqRead(tx, params.id, accountId, body.seq)
    // not stored: the numbers of the topic belong to messages, and a reader that was away reads the thread
    if (readSeq !== null)
      pushPassing(tx, { topic: `thread:${params.id}`, kind: 'read', body: { accountId, seq: readSeq }, now })
  })
  return { done: true }
}
