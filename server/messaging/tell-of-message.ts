/** Somebody wrote and it is still unread: one subscribe message, never an SMS, at most one in ten minutes. */
import type { System } from '../system.ts'
import { chatPage } from './notice-plan.ts'
import { planNotice } from './send-notice.ts'
import { findMember, lockThread } from './thread-queries.ts'

export async function tellOfMessage(
  system: System,
  { threadId, accountId, seq }: { threadId: string; accountId: string; seq: number },
): Promise<void> {
  const now = system.clock.now()
  await system.db.tx(async (tx) => {
    const thread = await lockThread(tx, threadId)
    const member = await findMember(tx, threadId, accountId)
    if (!thread || !member || member.read_seq >= seq) return
    const at = now.toISOString()
    const words = {
      status: '新消息',
      sentence: '您有新的聊天消息，请打开查看',
      orderNumber: thread.order_number,
      hospitalName: thread.title,
      packageName: '',
      at,
      startsAt: at,
      amountFen: null,
      page: chatPage(threadId),
    }
    const notice = {
      orderId: threadId,
      accountId,
      key: `chat:${threadId}:${seq}`,
      template: 'order-status' as const,
      words,
      hasSmsFallback: false,
    }
    await planNotice(tx, notice, now)
  })
}
