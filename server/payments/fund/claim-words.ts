/** What a claim is called and what happens next, as people say it. Pure. */
import type { ClaimState } from '@banyi/contract/payments/fund'
import { yuan } from '../../core/money.ts'
import { sayMoment } from '../../core/words.ts'
import type { ClaimRow } from './claim-queries.ts'

export const stateNames: Record<ClaimState, string> = {
  proposed: '待批准',
  approved: '已批准',
  paying: '付款中',
  'awaiting-user': '待家属确认收款',
  paid: '已到账',
  rejected: '已驳回',
  failed: '没有付成',
}

/** ¥60.00 退回原支付，¥40.00 转到微信零钱 */
export function sayParts({
  refund_fen: refund,
  transfer_fen: transfer,
}: Pick<ClaimRow, 'refund_fen' | 'transfer_fen'>): string {
  const parts = [refund > 0 && `${yuan(refund)} 退回原支付`, transfer > 0 && `${yuan(transfer)} 转到微信零钱`]
  return parts.filter(Boolean).join('，')
}

/** for the family */
export function sayToFamily(claim: ClaimRow): string {
  switch (claim.state) {
    case 'paid':
      return `已到账：${sayParts(claim)}`
    case 'awaiting-user':
      return `${sayParts(claim)}。转账那部分要您在微信里确认收款，24 小时内有效`
    case 'failed':
      return '这次付款没有成功，平台会重新付，不用您操作'
    default:
      return `平台已批准，正在付给您：${sayParts(claim)}${claim.pay_before ? `，预计 ${sayMoment(claim.pay_before)} 前到账` : ''}`
  }
}
