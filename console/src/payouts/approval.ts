/** What an approval does, in words; who has agreed and who may not. */
import type { FinanceTransfer } from '@banyi/contract/payments/payouts'
import { yuan } from '../words/money.ts'

type Seen = Pick<FinanceTransfer, 'approvals' | 'approvalsNeeded' | 'amountFen' | 'payeeName'>

export const approvalEffects = (transfer: Seen): string[] => {
  const place = transfer.approvals.length + 1
  const isLast = place >= transfer.approvalsNeeded
  return [
    `你是第 ${place} 位批准的，共需要 ${transfer.approvalsNeeded} 位。`,
    isLast
      ? `${yuan(transfer.amountFen)} 马上发给微信支付，${transfer.payeeName}在微信里确认后到账。`
      : '钱还不会动；另一位财务也批准后才发给微信支付。',
    ...(isLast ? ['发出后平台不能撤回；本人一天内没有确认，会自动退回余额。'] : []),
  ]
}
/** why there is no button, said kindly; empty where there is nothing to say */
export const whyNot = (transfer: FinanceTransfer, me: string | undefined): string => {
  if (transfer.state !== 'awaiting-approval' || transfer.can.approve) return ''
  const mine = transfer.approvals.find((step) => step.who === me)
  return mine ? '你已经批准过，要由另一位财务批准。' : '这一笔你不能审批。'
}
