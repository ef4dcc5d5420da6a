import type { OperatorOrder } from '@banyi/contract/orders'

type Entry = OperatorOrder['postings'][number]['entries'][number]

const names: Record<string, string> = {
  provider: '微信支付',
  'wechat-pay': '微信支付',
  wechat: '微信支付',
  escrow: '托管',
  held: '托管',
  refunding: '退款在途',
  refund: '退款',
  refunds: '退款',
  refunded: '已退',
  'refund-pending': '退款在途',
  revenue: '平台收入',
  platform: '平台',
  income: '平台收入',
  companion: '应付陪诊员',
  payable: '应付陪诊员',
  fee: '手续费',
  family: '家属',
}
/** an account may carry an id behind a colon: companion:1234 */
export const accountName = (account: string): string =>
  names[account] ?? names[account.split(/[:/]/)[0] ?? ''] ?? account

export const sumOf = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entry.amountFen, 0)

export const balances = (postings: OperatorOrder['postings']): { account: string; amountFen: number }[] => {
  const byAccount = new Map<string, number>()
  for (const { account, amountFen } of postings.flatMap((posting) => posting.entries)) {
    byAccount.set(account, (byAccount.get(account) ?? 0) + amountFen)
  }
  return [...byAccount].map(([account, amountFen]) => ({ account, amountFen }))
}
