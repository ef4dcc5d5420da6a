/** Money that reached somebody, or did not: told once per state. What belongs to an order's timeline comes by orders.progressed. */
import type { EventPayload } from '@banyi/contract/events'
import { yuan } from '../core/money.ts'
import type { System } from '../system.ts'
import type { NoticeWords } from './notice-words.ts'
import { planNotice } from './send-notice.ts'
import { findPayeeMember } from './thread-queries.ts'

type Transfer = EventPayload<'payments.transfer-changed'>
/** at most five letters; a state that is not here is no news */
const states: Partial<Record<string, string>> = {
  'awaiting-approval': '等待审核',
  'awaiting-user': '请您确认',
  paid: '已到账',
  rejected: '没有通过',
  failed: '没有成功',
  cancelled: '已撤回',
  reversed: '被退回',
}

export async function tellOfTransfer(system: System, transfer: Transfer): Promise<void> {
  const status = states[transfer.state]
  if (!status) return
  const now = system.clock.now()
  const isWithdrawal = transfer.kind === 'withdrawal'
  await system.db.tx((tx) =>
    planNotice(
      tx,
      {
        orderId: transfer.transferId,
        accountId: transfer.accountId,
        key: `transfer:${transfer.transferId}:${transfer.state}`,
        template: 'payout',
        hasSmsFallback: true,
        words: {
          ...NO_ORDER,
          status,
          sentence: transfer.sentence,
          packageName: isWithdrawal ? '提现' : '赔付',
          at: now.toISOString(),
          startsAt: now.toISOString(),
          amountFen: transfer.amountFen,
          page: isWithdrawal
            ? `packages/companion/withdrawal/index?id=${transfer.transferId}`
            : 'packages/account/compensations/index',
        },
      },
      now,
    ),
  )
}
const NO_ORDER: Pick<NoticeWords, 'orderNumber' | 'hospitalName'> = { orderNumber: '', hospitalName: '' }

/** Her income of an order is hers to withdraw. The order's chat knows who she is. */
export async function tellOfSettlement(system: System, settled: EventPayload<'payments.settled'>): Promise<void> {
  if (settled.incomeFen === 0 || settled.companionId === null) return
  const now = system.clock.now()
  await system.db.tx(async (tx) => {
    const her = await findPayeeMember(tx, settled.orderId)
    // an order of which no step was heard yet: the task tries again
    if (!her) throw new Error('the companion of a settled order is not in its thread yet')
    await planNotice(
      tx,
      {
        orderId: settled.orderId,
        accountId: her.account_id,
        key: `settled:${settled.orderId}`,
        template: 'payout',
        hasSmsFallback: false,
        words: {
          status: '已结算',
          sentence: `订单 ${her.order_number} 收入 ${yuan(settled.incomeFen)} 已结算，可以提现`,
          orderNumber: her.order_number,
          hospitalName: '',
          packageName: '收入',
          at: settled.at,
          startsAt: settled.at,
          amountFen: settled.incomeFen,
          page: 'packages/companion/earnings/index',
        },
      },
      now,
    )
  })
}
