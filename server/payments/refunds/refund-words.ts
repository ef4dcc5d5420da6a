/** What finance reads of a refund: its state, what happens next, what a person must do. */
import { yuan } from '../../core/money.ts'
import { openFenOf } from './give-anew.ts'
import type { RefundRow, RefundState } from './refund-queries.ts'

export const NAME_OF_STATE: Record<RefundState, string> = {
  refused: '没有受理',
  requested: '待发送',
  processing: '退款中',
  abnormal: '异常',
  refunded: '已退款',
  failed: '失败',
  'at-our-bank': '已退到平台银行户',
}

export function sentenceOf(refund: RefundRow): string {
  if (refund.state === 'failed') return sentenceOfFailed(refund)
  if (refund.state === 'refunded') return refund.late_at ? '先报失败，后来仍然到账' : '已退给家属'
  return {
    refused: '金额不合适，没有退款',
    requested: refund.last_error ? '还没发出去，系统会继续重试' : '正在发给微信支付',
    processing: refund.is_to_our_bank ? '正在退到平台银行户' : '微信支付正在退，一般几分钟到账',
    abnormal: '家属的收款账户异常，请改退银行卡，或退到平台银行户后转账',
    'at-our-bank': '钱在平台银行户，请用银行转账付给家属并登记流水号',
  }[refund.state]
}

function sentenceOfFailed(refund: RefundRow): string {
  const { late_at: lateAt, again_number: again, claim_id: claimId, anew_fen: anewFen } = refund
  if (lateAt) return '先报失败，后来仍然到账，差额挂账待查'
  if (again) return `已重新退款：${again}`
  if (anewFen > 0)
    return openFenOf(refund) === 0 ? '已用另一笔退款退还' : `已用另一笔退款退还 ${yuan(anewFen)}，其余可以重新退`
  return claimId ? '没有退成，请在赔付里再付一次' : '没有退成，钱回到订单，可以重新退'
}

export const canOf = (refund: RefundRow): { handleAbnormal: boolean; again: boolean; recordBankPayment: boolean } => ({
  handleAbnormal: refund.state === 'abnormal',
  again: refund.state === 'failed' && openFenOf(refund) > 0,
  recordBankPayment: refund.state === 'at-our-bank',
})
