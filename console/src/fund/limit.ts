import type { FundRule } from '@banyi/contract/payments/fund'

/** most that a rule pays for an order: a share of what was paid, and an amount, whichever is less */
export const limitOf = (rule: Pick<FundRule, 'maxPercent' | 'maxFen'>, paidFen: number): number =>
  Math.min(rule.maxFen, Math.floor((paidFen * rule.maxPercent) / 100))
