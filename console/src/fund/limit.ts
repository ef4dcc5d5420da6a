import type { FundRule } from '@banyi/contract/payments/fund'

/** most that a rule pays for an order: a share of its price, and an amount, whichever is less */
export const limitOf = (rule: Pick<FundRule, 'maxPercent' | 'maxFen'>, priceFen: number): number =>
  Math.min(rule.maxFen, Math.floor((priceFen * rule.maxPercent) / 100))
