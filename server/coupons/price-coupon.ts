/** What a coupon takes off a quote, and the promise that it books once. For orders. */
import type { Tx } from '../core/database.ts'
import { AppError } from '../core/errors.ts'
import type { System } from '../system.ts'
import { findCoupon, findRule, insertUse, moveUse } from './coupon-queries.ts'
import { offOf, whyNot } from './coupon-rule.ts'

export interface CouponPrice {
  couponId: string
  name: string
  funderCode: string
  funderName: string
  offFen: number
}

/** Throws NOT_FOUND for somebody else's, NOT_ALLOWED_NOW with a sentence that may stand in the quote's remarks. */
export async function priceCoupon(
  system: Pick<System, 'db'>,
  wish: { accountId: string; couponId: string; serviceFen: number; now: Date },
): Promise<CouponPrice> {
  const coupon = await findCoupon(system.db, wish.accountId, wish.couponId)
  if (!coupon) throw new AppError('NOT_FOUND', '没有找到这张优惠券', { fields: { couponId: '没有这张券' } })
  const refusal = whyNot(coupon, wish.serviceFen, wish.now)
  if (refusal) throw new AppError('NOT_ALLOWED_NOW', refusal, { fields: { couponId: refusal } })
  return {
    couponId: coupon.id,
    name: coupon.name,
    funderCode: coupon.funder_code,
    funderName: coupon.funder_name,
    offFen: offOf(coupon, wish.serviceFen),
  }
}

/**
 * In the transaction that books. The quote that named it is signed and lives a quarter of an hour, so the price it
 * promised holds, even when the coupon ran out in between. Throws NOT_ALLOWED_NOW when another booking was first.
 */
export async function reserveCoupon(
  tx: Tx,
  use: { couponId: string; accountId: string; orderId: string; offFen: number; now: Date },
): Promise<void> {
  if ((await insertUse(tx, use)) === 1) return
  throw new AppError('NOT_ALLOWED_NOW', '这张优惠券已经用在别的订单里，请重新获取报价', {
    fields: { couponId: '已用在别的订单' },
  })
}

/** The order is paid. True when an order with a coupon became one with a used coupon; a repeat is false. */
export const useCoupon = async (tx: Tx, orderId: string, now: Date): Promise<boolean> =>
  (await moveUse(tx, orderId, ['reserved'], 'used', now)) !== null

export interface ReturnedCoupon {
  couponId: string
  name: string
  /** it came back, but its time is over */
  isExpired: boolean
  sentence: string
}
/** The order ended unpaid, or all of it goes back. Null when the order had none, or it came back before. */
export async function returnCoupon(tx: Tx, orderId: string, now: Date): Promise<ReturnedCoupon | null> {
  const use = await moveUse(tx, orderId, ['reserved', 'used'], 'returned', now)
  if (!use) return null
  const coupon = await findRule(tx, use.coupon_id)
  const isExpired = now >= coupon.valid_to
  return {
    couponId: coupon.id,
    name: coupon.name,
    isExpired,
    sentence: isExpired ? `优惠券“${coupon.name}”已过期，不能再用` : `优惠券“${coupon.name}”已退回，可以再用`,
  }
}
