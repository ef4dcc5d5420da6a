import type { OperatorOrder } from '@banyi/contract/orders'

type Entry = OperatorOrder['postings'][number]['entries'][number]

const names: Record<string, string> = { provider: '微信支付', held: '托管', refunding: '退款在途', income: '平台收入' }
/** an account of one order carries the order's id behind a colon: held:0198… */
export const accountName = (account: string): string => names[account.split(':')[0] ?? ''] ?? account

export const sumOf = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entry.amountFen, 0)

export const balances = (postings: OperatorOrder['postings']): { account: string; amountFen: number }[] => {
  const byAccount = new Map<string, number>()
  for (const { account, amountFen } of postings.flatMap((posting) => posting.entries)) {
    byAccount.set(account, (byAccount.get(account) ?? 0) + amountFen)
  }
  return [...byAccount].map(([account, amountFen]) => ({ account, amountFen }))
}
