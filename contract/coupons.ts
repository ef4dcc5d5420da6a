/** Coupons and channel discounts: somebody funds each of them, and the books say who. */
import { z } from 'zod'
import { Fen, Id, IdParams, Instant, PageQuery, commandFields, page, text } from './common.ts'
import { endpoint } from './endpoint.ts'

/** platform, or the name of a channel (a community centre, an insurer, a union) */
export const Funder = z.object({ code: z.string(), name: z.string() })
const CouponRule = {
  name: text(30, 2),
  /** platform or a channel's code: a-z, digits, hyphen */
  funderCode: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, '出资方代号用小写字母、数字和短横线'),
  funderName: text(30, 2),
  /** exactly one of both is above zero */
  offFen: Fen,
  offPercent: z.int().min(0).max(100),
  maxOffFen: Fen,
  /** of the service, insurance apart */
  minPriceFen: Fen,
  validFrom: Instant,
  validTo: Instant,
  totalCount: z.int().min(1).max(1_000_000),
  perAccount: z.int().min(1).max(100),
}
export const CouponInput = z.strictObject({
  ...CouponRule,
  /** what people type; upper case, no 0 O 1 I */
  code: z.string().regex(/^[A-HJ-NP-Z2-9]{4,16}$/, '券码用大写字母和数字，4 到 16 位，不用 0、O、1、I'),
})
export const CouponKind = z.object({
  id: Id,
  version: z.int(),
  ...CouponRule,
  name: z.string(),
  funderCode: z.string(),
  funderName: z.string(),
  code: z.string(),
  takenCount: z.int(),
  usedCount: z.int(),
  usedFen: Fen,
  endedAt: Instant.nullable(),
})
export const MyCoupon = z.object({
  id: Id,
  name: z.string(),
  funderName: z.string(),
  /** 立减 ¥30.00, 满 ¥200.00 可用 */
  sentence: z.string(),
  offFen: Fen,
  offPercent: z.int(),
  maxOffFen: Fen,
  minPriceFen: Fen,
  validTo: Instant,
  state: z.enum(['usable', 'reserved', 'used', 'expired']),
})

export const coupons = {
  listMyCoupons: endpoint({
    method: 'GET',
    path: '/coupons',
    summary: '我的优惠券',
    query: z.strictObject({ ...PageQuery }),
    reply: page(MyCoupon),
  }),
  takeCoupon: endpoint({
    method: 'POST',
    path: '/coupons',
    summary: '用券码领券',
    body: z.strictObject({ commandId: Id, code: text(20, 1) }),
    reply: MyCoupon,
  }),
  listCouponKinds: endpoint({
    method: 'GET',
    path: '/coupons/kinds',
    summary: '优惠券 (内容或财务)',
    query: z.strictObject({ query: text(50).optional(), ...PageQuery }),
    reply: page(CouponKind),
  }),
  addCouponKind: endpoint({
    method: 'POST',
    path: '/coupons/kinds',
    summary: '新建优惠券 (内容或财务)',
    body: z.strictObject({ commandId: Id, coupon: CouponInput }),
    reply: CouponKind,
  }),
  endCouponKind: endpoint({
    method: 'POST',
    path: '/coupons/kinds/:id/end',
    summary: '停止发放 (已领的仍可用)',
    params: IdParams,
    body: z.strictObject({ ...commandFields, reason: text(300, 2) }),
    reply: CouponKind,
  }),
  listFunders: endpoint({
    method: 'GET',
    path: '/coupons/funders',
    summary: '出资方 (内容或财务)',
    reply: z.object({ items: z.array(Funder) }),
  }),
}
export type CouponInput = z.output<typeof CouponInput>
export type CouponKind = z.output<typeof CouponKind>
export type MyCoupon = z.output<typeof MyCoupon>
