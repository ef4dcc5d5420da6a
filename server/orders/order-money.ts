/** What an order's row says about its money: what is left of it, what goes back, what she gets. Pure but for SQL fragments. */
import type { FamilyOrder } from '@banyi/contract/orders'
import type { Income } from '@banyi/contract/orders/after-sales'
import { sql, type Sql } from '../core/sql.ts'
import { settlementOf, type IncomeLine, type Settlement } from './order-income.ts'
import type { OrderRow } from './order-queries.ts'

export type BornBy = 'shared' | 'platform' | 'companion'

/** what the family pays for the service; the premium is the insurer's and goes its own way */
export const paidForService = (order: Pick<OrderRow, 'service_fen' | 'coupon_fen'>): number =>
  order.service_fen - order.coupon_fen
/** neither asked back nor released */
export const leftOf = (order: OrderRow): number =>
  order.paid_at === null ? 0 : paidForService(order) - order.refund_due_fen - order.settled_fen
/** what an operator may give back: what is left, and what was promised but finally refused by the provider */
export const refundableOf = (order: OrderRow): number => leftOf(order) + order.given_up_fen + order.premium_given_up_fen

/** one more promise out of what is left */
export const newRefund = (amountFen: number, bornBy: BornBy = 'shared'): Sql =>
  sql`refund_due_fen = refund_due_fen + ${amountFen}, born_by_platform_fen = born_by_platform_fen + ${bornBy === 'platform' ? amountFen : 0},
    born_by_companion_fen = born_by_companion_fen + ${bornBy === 'companion' ? amountFen : 0}`
/**
 * A refund by hand counts first as the new try of what was promised before and failed, then as a new promise. The premium is
 * given anew whole or not at all.
 */
export function splitByHand(
  order: Pick<OrderRow, 'given_up_fen' | 'premium_given_up_fen'>,
  amountFen: number,
): { premiumFen: number; anewFen: number; newFen: number } {
  const premiumFen = amountFen >= order.premium_given_up_fen ? order.premium_given_up_fen : 0
  const anewFen = Math.min(amountFen - premiumFen, order.given_up_fen)
  return { premiumFen, anewFen, newFen: amountFen - premiumFen - anewFen }
}
export function refundByHand(order: OrderRow, amountFen: number, bornBy: BornBy): Sql {
  const { premiumFen, anewFen, newFen } = splitByHand(order, amountFen)
  // the flag is down when nothing that failed is left
  const isMade = premiumFen === order.premium_given_up_fen && anewFen === order.given_up_fen
  return sql`${newRefund(newFen, bornBy)}, given_up_fen = given_up_fen - ${anewFen},
    premium_given_up_fen = premium_given_up_fen - ${premiumFen}, refund_failed_at = case when ${isMade} then null else refund_failed_at end`
}

export const settlementNow = (order: OrderRow): Settlement =>
  settlementOf({
    serviceFen: order.service_fen,
    couponFen: order.coupon_fen,
    companionPercent: order.companion_percent,
    refundFen: order.refund_due_fen,
    byPlatformFen: order.born_by_platform_fen,
    byCompanionFen: order.born_by_companion_fen,
    hasCompanion: hasEarned(order),
  })
/** whoever agreed to come; before that the lines are what she would get */
const hasEarned = (order: OrderRow): boolean =>
  order.accepted_at !== null || !['cancelled', 'no-show', 'expired'].includes(order.state)

/** What the present companion gets (or would get): an estimate until it is settled, then a fact. */
export function showIncome(order: OrderRow): Income {
  const lines: IncomeLine[] = [...(order.settlement ?? settlementNow(order)).lines]
  const { premium_fen: premiumFen, tip_fen: tipFen } = order
  if (premiumFen > 0 && lines.length > 0)
    lines.push({ code: 'insurance', name: '保险', amountFen: 0, why: '保费归保险公司，不影响您的收入' })
  if (tipFen > 0) lines.push({ code: 'tip', name: '感谢红包', amountFen: tipFen, why: '家属给您的，平台不抽成' })
  return {
    isEstimate: order.settlement_at === null,
    lines,
    totalFen: lines.reduce((sum, line) => sum + line.amountFen, 0),
    settledAt: order.settled_at?.toISOString() ?? null,
  }
}

type Money = FamilyOrder['money']
type Paid = Pick<Money, 'paidFen' | 'refundedFen' | 'refundPendingFen'> & Partial<Money>
export const showMoney = (order: OrderRow, paid: Paid): Money => ({
  totalFen: order.total_fen,
  paidFen: paid.paidFen,
  refundedFen: paid.refundedFen,
  refundPendingFen: paid.refundPendingFen,
  couponFen: order.coupon_fen,
  premiumFen: order.premium_fen,
  tipFen: paid.tipFen ?? order.tip_fen,
  compensatedFen: paid.compensatedFen ?? 0,
})
