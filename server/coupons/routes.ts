import { coupons } from '@banyi/contract/coupons'
import { route, type Route } from '../route.ts'
import { addCouponKind, endCouponKind, listCouponKinds, listFunders } from './coupon-kinds.ts'
import { listMyCoupons } from './list-my-coupons.ts'
import { takeCoupon } from './take-coupon.ts'

/** against guessing codes */
const typing = { max: 10, seconds: 600, by: 'viewer' } as const

export const routes: Route[] = [
  route(coupons.listMyCoupons, { who: 'account', action: listMyCoupons }),
  route(coupons.takeCoupon, { who: 'account', limit: typing, action: takeCoupon }),
  route(coupons.listCouponKinds, { who: ['content', 'finance'], action: listCouponKinds }),
  route(coupons.addCouponKind, { who: ['content', 'finance'], action: addCouponKind }),
  route(coupons.endCouponKind, { who: ['content', 'finance'], action: endCouponKind }),
  route(coupons.listFunders, { who: ['content', 'finance'], action: listFunders }),
]
