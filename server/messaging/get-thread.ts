import type { Thread, messaging } from '@banyi/contract/messaging'
import type { InputOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { findMyThread } from './thread-queries.ts'
import { viewThreads } from './thread-view.ts'

export async function getThread(c: AccountContext, { params }: InputOf<typeof messaging.getThread>): Promise<Thread> {
  const row = await findMyThread(c.db, c.viewer.accountId, params.id)
  const [thread] = row ? await viewThreads(c, [row]) : []
  if (!thread) throw notFound('这个会话')
  return thread
}
