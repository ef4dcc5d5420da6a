import type { OperatorOrder } from '@banyi/contract/orders'

type Entry = OperatorOrder['postings'][number]['entries'][number]

export const sumOf = (entries: readonly Entry[]): number => entries.reduce((sum, entry) => sum + entry.amountFen, 0)

export const balances = (postings: OperatorOrder['postings']): { account: string; amountFen: number }[] => {
  const byAccount = new Map<string, number>()
  for (const { account, amountFen } of postings.flatMap((posting) => posting.entries)) {
    byAccount.set(account, (byAccount.get(account) ?? 0) + amountFen)
  }
  return [...byAccount].map(([account, amountFen]) => ({ account, amountFen }))
}
