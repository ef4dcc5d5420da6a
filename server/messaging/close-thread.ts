/** A week after the order ended nobody writes any more, and the companion has no chat to look into. */
import { pushPassing } from '../core/realtime/pushes.ts'
import type { System } from '../system.ts'
import { letCompanionsOut, lockThread } from './thread-queries.ts'

export async function closeThread(system: System, { threadId }: { threadId: string }): Promise<void> {
  const now = system.clock.now()
  await system.db.tx(async (tx) => {
    const thread = await lockThread(tx, threadId)
    if (!thread?.closes_at || thread.closes_at > now) return
    await letCompanionsOut(tx, threadId, now)
    pushPassing(tx, { topic: `thread:${threadId}`, kind: 'closed', body: { threadId }, now })
  })
}
