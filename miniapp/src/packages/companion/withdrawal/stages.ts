import type { Transfer, TransferState } from '@banyi/contract/payments/shapes'
import type { TimelineItem } from '@/ui'

const STAGES = ['核准', '转给微信支付', '您在微信里确认收款', '到账'] as const
/** the stage that is under way now; what lies before it is done */
const AT: Readonly<Partial<Record<TransferState, number>>> = {
  'awaiting-approval': 0,
  sending: 1,
  'awaiting-user': 2,
  transferring: 3,
}
const ENDED: Readonly<Partial<Record<TransferState, string>>> = {
  rejected: '没有核准，钱已回到余额',
  failed: '没有转成，钱已回到余额',
  cancelled: '已撤回，钱已回到余额',
  reversed: '到账后被微信退回，钱已回到余额',
}

/** Where a withdrawal stands, from top to bottom; only times that are known. */
export function stagesOf(
  transfer: Pick<Transfer, 'state' | 'requestedAt' | 'changedAt' | 'paidAt' | 'failReason'>,
): TimelineItem[] {
  const { state, requestedAt, changedAt, paidAt, failReason } = transfer
  const items: TimelineItem[] = [{ key: 'requested', at: requestedAt, words: '提交提现', state: 'done' }]
  const end = ENDED[state]
  if (end) {
    if (paidAt) items.push({ key: 'paid', at: paidAt, words: '到账', state: 'done' })
    return [...items, { key: 'end', at: changedAt, words: end, note: failReason ?? undefined, state: 'done' }]
  }
  if (state === 'paid')
    return [...items, { key: 'paid', at: paidAt ?? changedAt, words: '已到微信零钱', state: 'done' }]
  const now = AT[state] ?? 0
  // most withdrawals need no approval: it is named only while it is waited for
  const coming = STAGES.slice(now)
  return [
    ...items,
    ...coming.map((words, at): TimelineItem => ({
      key: words,
      at: null,
      words: at === 0 ? `现在：${words}` : words,
      state: at === 0 ? 'now' : 'later',
    })),
  ]
}
