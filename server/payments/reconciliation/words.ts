/** What things of reconciliation are called. */
import type { DifferenceKind, DifferenceState, Resolution } from '@banyi/contract/payments/reconciliation'

export const KIND_NAMES: Record<DifferenceKind, string> = {
  'missing-here': '微信有，我们没有',
  'missing-there': '我们有，微信没有',
  amount: '金额不同',
  status: '状态不同',
  time: '不在同一天',
  balance: '余额不同',
}
export const STATE_NAMES: Record<DifferenceState, string> = {
  open: '待处理',
  taken: '处理中',
  proposed: '待复核',
  resolved: '已处理',
  gone: '已消失',
}
export const RESOLUTION_NAMES: Record<Resolution, string> = {
  later: '不用入账',
  'book-theirs': '以微信为准，差额先挂账',
  'from-suspense': '从挂账转出',
  loss: '作损失核销',
}
/** of a line that tells what the provider took for its work */
export const isFee = (business: string): boolean => business.includes('手续费')

/** 退款成功 ...: the trade bill has no name for it, only a state */
export function businessOf(refundNumber: string | null, state: string): string {
  if (!refundNumber) return '支付'
  return { SUCCESS: '退款成功', CLOSED: '退款关闭', CHANGE: '退款异常', ABNORMAL: '退款异常' }[state] ?? '退款处理中'
}
