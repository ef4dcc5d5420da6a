/** What postings and accounts are called by people. */
import type { AccountKind } from '@banyi/contract/payments/finance'
import { partsOf } from './books.ts'

const KINDS: Record<string, string> = {
  captured: '收款',
  tipped: '感谢红包',
  discounted: '优惠券抵扣',
  insured: '保费转出',
  settled: '结算',
  released: '结算（旧）',
  reclassified: '科目调整',
  'refund-requested': '发起退款',
  'refund-settled': '退款到账',
  'refund-failed': '退款失败',
  'refund-to-our-bank': '异常退款退到平台银行户',
  'refund-paid-by-bank': '银行付给家属',
  'refund-late': '失败后到账的退款',
  compensated: '赔付原路退回',
  'compensation-requested': '赔付转账',
  'compensation-paid': '赔付到账',
  'compensation-returned': '赔付退回',
  'compensation-reversed': '赔付到账后被退回',
  'compensation-late': '赔付退回后仍到账',
  'fund-recovered': '追偿',
  'withdrawal-requested': '申请提现',
  'withdrawal-paid': '提现到账',
  'withdrawal-returned': '提现退回',
  'withdrawal-reversed': '提现到账后被退回',
  'withdrawal-late': '提现退回后仍到账',
  fees: '支付手续费',
  difference: '对账差异',
  'bank-withdrawal': '从微信支付转到银行',
  'bank-deposit': '从银行转入微信支付',
  'premium-remitted': '付给保险公司',
  'channel-settled': '渠道付清优惠券',
  'fund-top-up': '补充先行赔付金',
  'fund-endowed': '投入先行赔付金',
  'recovery-received': '收到追偿款',
  'earnings-credit': '补给陪诊员',
  'earnings-debit': '从陪诊员扣回',
  'commission-paid-out': '利润转出',
  correction: '更正',
}
export const nameOfPosting = (kind: string): string => KINDS[kind] ?? kind

const ACCOUNTS: Record<AccountKind, string> = {
  provider: '微信支付账户',
  bank: '银行往来',
  held: '托管',
  refunding: '退款中',
  earnings: '陪诊员余额',
  transit: '转账途中',
  commission: '佣金',
  premium: '应付保费',
  fund: '先行赔付金',
  coupon: '优惠券出资方',
  fee: '手续费',
  suspense: '待查',
  income: '收入（旧）',
}
export const nameOfAccountKind = (kind: AccountKind): string => ACCOUNTS[kind]
/** `owner`: how its owner is called, where that is known */
export function nameOfAccount(account: string, owner?: string): string {
  const { kind, owner: id } = partsOf(account)
  const name = owner ?? (kind === 'coupon' ? id : null)
  return name ? `${ACCOUNTS[kind]} ${name}` : ACCOUNTS[kind]
}
