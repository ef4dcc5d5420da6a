/** What coupons promises other modules; the only file of this folder that they import. */
export {
  priceCoupon,
  reserveCoupon,
  returnCoupon,
  useCoupon,
  type CouponPrice,
  type ReturnedCoupon,
} from './price-coupon.ts'
