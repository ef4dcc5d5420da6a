/** A coupon that exists, and one in somebody's hands. */
import type { CouponInput, CouponKind, MyCoupon } from '@banyi/contract/coupons'
import { randomInt, randomUUID } from 'node:crypto'
import { addDays } from '../core/clock.ts'
import type { Person, Staff } from '../core/testing/people.ts'
import type { World } from '../core/testing/world.ts'

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
export const newCode = (): string => Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** 立减 ¥30.00, from ¥200.00 on, for a month */
export const couponInput = (world: World, wish: Partial<CouponInput> = {}): CouponInput => ({
  name: '新客立减',
  code: newCode(),
  funderCode: 'platform',
  funderName: '平台',
  offFen: 3_000,
  offPercent: 0,
  maxOffFen: 0,
  minPriceFen: 20_000,
  validFrom: world.clock.now().toISOString(),
  validTo: addDays(world.clock.now(), 30).toISOString(),
  totalCount: 100,
  perAccount: 1,
  ...wish,
})

export const couponKind = (world: World, desk: Staff, wish: Partial<CouponInput> = {}): Promise<CouponKind> =>
  desk.api.coupons.addCouponKind({ body: { commandId: randomUUID(), coupon: couponInput(world, wish) } })

export const takenBy = (person: Person, code: string): Promise<MyCoupon> =>
  person.api.coupons.takeCoupon({ body: { commandId: randomUUID(), code } })
