import type { CouponKind } from '@banyi/contract/coupons'
import type { Tone } from '../words/labels.ts'
import { yuan } from '../words/money.ts'

type Rule = Pick<CouponKind, 'offFen' | 'offPercent' | 'maxOffFen' | 'minPriceFen'>

/** 满 ¥200.00 减 ¥30.00; 八五折 is said as 减 15% */
export const sayOff = ({ offFen, offPercent, maxOffFen, minPriceFen }: Rule): string => {
  const off = offFen > 0 ? `减 ${yuan(offFen)}` : `减 ${offPercent}%${maxOffFen > 0 ? `，最多 ${yuan(maxOffFen)}` : ''}`
  return minPriceFen > 0 ? `满 ${yuan(minPriceFen)} ${off}` : off
}

export const phaseOf = (
  coupon: Pick<CouponKind, 'endedAt' | 'validFrom' | 'validTo' | 'takenCount' | 'totalCount'>,
  now: number,
): { name: string; tone: Tone } => {
  if (coupon.endedAt) return { name: '已停发', tone: 'quiet' }
  if (Date.parse(coupon.validTo) <= now) return { name: '已过期', tone: 'quiet' }
  if (coupon.takenCount >= coupon.totalCount) return { name: '已领完', tone: 'warn' }
  return Date.parse(coupon.validFrom) > now ? { name: '还没开始', tone: 'wait' } : { name: '可以领', tone: 'good' }
}
