/** What a coupon is worth and how that is said. Pure. */
import type { MyCoupon } from '@banyi/contract/coupons'
import { percentOf, yuan } from '../core/money.ts'
import { sayMoment } from '../core/words.ts'
import type { CouponRow, RuleColumns } from './coupon-queries.ts'

/** whatever a coupon says, a family pays at least this for a visit */
export const LEAST_PRICE_FEN = 100

type Rule = Pick<RuleColumns, 'off_fen' | 'off_percent' | 'max_off_fen' | 'min_price_fen'>

/** What is taken off a service of this price; 0 when nothing can be. */
export function offOf(rule: Rule, serviceFen: number): number {
  if (serviceFen < rule.min_price_fen) return 0
  const wanted = rule.off_fen > 0 ? rule.off_fen : percentOf(serviceFen, rule.off_percent)
  const most = rule.max_off_fen > 0 ? rule.max_off_fen : wanted
  return Math.max(0, Math.min(wanted, most, serviceFen - LEAST_PRICE_FEN))
}

/** 立减 ¥30.00，满 ¥200.00 可用 · 减 10%，最多 ¥50.00 */
export function sayRule(rule: Rule): string {
  const off = rule.off_fen > 0 ? `立减 ${yuan(rule.off_fen)}` : `减 ${rule.off_percent}%`
  const most = rule.off_fen === 0 && rule.max_off_fen > 0 ? `，最多 ${yuan(rule.max_off_fen)}` : ''
  const least = rule.min_price_fen > 0 ? `，满 ${yuan(rule.min_price_fen)} 可用` : ''
  return `${off}${most}${least}`
}

/** Why it cannot be used for a service of this price now, as the family reads it; null when it can. */
export function whyNot(coupon: CouponRow, serviceFen: number, now: Date): string | null {
  const name = `优惠券“${coupon.name}”`
  if (coupon.live_state === 'used') return `${name}已经用过`
  if (coupon.live_state === 'reserved') return `${name}用在另一个还没付款的订单里，取消那个订单后可以再用`
  if (now >= coupon.valid_to) return `${name}已于 ${sayMoment(coupon.valid_to)} 过期`
  if (now < coupon.valid_from) return `${name}从 ${sayMoment(coupon.valid_from)} 起可用`
  if (serviceFen < coupon.min_price_fen) return `${name}满 ${yuan(coupon.min_price_fen)} 可用，这次的服务费不到`
  if (offOf(coupon, serviceFen) === 0) return `这次的服务费太低，用不上${name}`
  return null
}

export function toMyCoupon(row: CouponRow, now: Date): MyCoupon {
  const rule = sayRule(row)
  return {
    id: row.id,
    name: row.name,
    funderName: row.funder_name,
    sentence: now < row.valid_from ? `${rule}，${sayMoment(row.valid_from)} 起` : rule,
    offFen: row.off_fen,
    offPercent: row.off_percent,
    maxOffFen: row.max_off_fen,
    minPriceFen: row.min_price_fen,
    validTo: row.valid_to.toISOString(),
    state: row.live_state ?? (now >= row.valid_to ? 'expired' : 'usable'),
  }
}
