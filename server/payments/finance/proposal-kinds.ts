/** The postings that people may make: what each moves, and what it wants (pure). */
import type { ProposalKind } from '@banyi/contract/payments/finance'
import { BANK, COMMISSION, couponOf, earningsOf, FUND, PREMIUM, PROVIDER, type Entry } from '../books/books.ts'

export type PlainKind = Exclude<ProposalKind, 'reversal'>

/** who stands in `party` */
export const PARTY_OF: Record<ProposalKind, 'companion' | 'funder' | 'posting' | null> = {
  'bank-withdrawal': null,
  'bank-deposit': null,
  'premium-remitted': null,
  'channel-settled': 'funder',
  'fund-top-up': null,
  'fund-endowed': null,
  'recovery-received': null,
  'earnings-credit': 'companion',
  'earnings-debit': 'companion',
  'commission-paid-out': null,
  reversal: 'posting',
}

const between = (plus: string, minus: string, amountFen: number): Entry[] => [
  { account: plus, amountFen },
  { account: minus, amountFen: -amountFen },
]
const ACCOUNTS: Record<PlainKind, (party: string) => [plus: string, minus: string]> = {
  'bank-withdrawal': () => [BANK, PROVIDER],
  'bank-deposit': () => [PROVIDER, BANK],
  'premium-remitted': () => [PREMIUM, BANK],
  'channel-settled': (funder) => [BANK, couponOf(funder)],
  'fund-top-up': () => [COMMISSION, FUND],
  // a young fund is empty: the owner puts capital in, and brings it to the provider by bank-deposit
  'fund-endowed': () => [BANK, FUND],
  'recovery-received': () => [BANK, FUND],
  'earnings-credit': (companion) => [COMMISSION, earningsOf(companion)],
  'earnings-debit': (companion) => [earningsOf(companion), COMMISSION],
  'commission-paid-out': () => [COMMISSION, BANK],
}
export const entriesOf = (kind: PlainKind, amountFen: number, party: string | null): Entry[] =>
  between(...ACCOUNTS[kind](party ?? ''), amountFen)

/**
 * Why a posting cannot be turned round by hand; null: it can. What has a life of its own (a payment, a refund, a transfer,
 * a settlement) is put right where it lives, or its row would say something else than the books.
 */
export function whyNotReversible(kind: string): string | null {
  if (kind in ACCOUNTS) return null
  if (kind === 'correction') return '更正不能再更正，请重新提出正确的一笔'
  if (/^(withdrawal|compensation)-/.test(kind)) return '转账有自己的流程，请在提现或赔付里处理'
  if (kind === 'compensated' || kind.startsWith('fund-')) return '赔付有自己的流程，请在先行赔付里处理'
  if (kind.startsWith('refund-')) return '退款有自己的流程，请在退款里处理'
  if (kind === 'captured' || kind === 'tipped') return '收款以微信支付为准，不能手工冲回'
  if (kind === 'difference' || kind === 'fees') return '对账的分录请在对账里处理'
  return '订单的分录不能手工冲回，多了或少了请用补给、扣回或先行赔付'
}
