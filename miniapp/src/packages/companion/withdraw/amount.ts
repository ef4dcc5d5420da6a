import type { Payee } from '@banyi/contract/payments/payouts'
import { sayMoney } from '@/say/money'

type Limits = Pick<Payee, 'minFen' | 'maxFen' | 'leftTodayFen'>

/** the most that can leave in one go now; never below zero */
export const mostNow = ({ maxFen, leftTodayFen }: Limits, balanceFen: number): number =>
  Math.max(0, Math.min(maxFen, leftTodayFen, balanceFen))

/** Why this amount cannot leave, before the server is asked; null: it can. */
export function amountFault(fen: number | null, limits: Limits, balanceFen: number): string | null {
  if (fen === null) return '金额请写成 35 或 35.50'
  if (fen > balanceFen) return `余额只有 ${sayMoney(balanceFen)}`
  if (fen < limits.minFen) return `一次至少 ${sayMoney(limits.minFen)}`
  if (fen > limits.maxFen) return `一次最多 ${sayMoney(limits.maxFen)}`
  if (fen > limits.leftTodayFen) return `今天还可以提 ${sayMoney(limits.leftTodayFen)}`
  return null
}
