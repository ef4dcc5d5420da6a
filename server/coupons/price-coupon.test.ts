/** What orders does with a coupon: price it, book it once, use it, give it back. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { daughter, operatorWith, type Person, type Staff } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { LEAST_PRICE_FEN, offOf } from './coupon-rule.ts'
import { priceCoupon, reserveCoupon, returnCoupon, useCoupon } from './index.ts'
import { couponKind, takenBy } from './testing.ts'

let world: World
let desk: Staff
let anna: Person
beforeAll(async () => {
  world = await newWorld()
  desk = await operatorWith(world, ['finance'])
  anna = await daughter(world)
})
afterAll(() => world.close())

const coupon = async (wish: Parameters<typeof couponKind>[2] = {}, person = anna): Promise<string> =>
  (await takenBy(person, (await couponKind(world, desk, wish)).code)).id
const price = (couponId: string, serviceFen = 26_800, accountId = anna.accountId) =>
  priceCoupon(world.system, { accountId, couponId, serviceFen, now: world.clock.now() })
const reserve = (couponId: string, orderId = randomUUID(), accountId = anna.accountId) =>
  world.system.db.tx((tx) => reserveCoupon(tx, { couponId, accountId, orderId, offFen: 3_000, now: world.clock.now() }))
const use = (orderId: string) => world.system.db.tx((tx) => useCoupon(tx, orderId, world.clock.now()))
const giveBack = (orderId: string) => world.system.db.tx((tx) => returnCoupon(tx, orderId, world.clock.now()))
const stateOf = async (id: string) =>
  (await anna.api.coupons.listMyCoupons({ query: { limit: 50 } })).items.find((each) => each.id === id)?.state

describe('price', () => {
  test('who pays for it is named', async () => {
    const id = await coupon({ funderCode: 'shequ', funderName: '曹杨社区' })
    expect(await price(id)).toEqual({
      couponId: id,
      name: '新客立减',
      funderCode: 'shequ',
      funderName: '曹杨社区',
      offFen: 3_000,
    })
  })
  test.each([
    ['a share', { offFen: 0, offPercent: 10 }, 26_855, 2_685],
    ['a share with a limit', { offFen: 0, offPercent: 50, maxOffFen: 5_000 }, 26_800, 5_000],
    ['at least ¥1.00 stays', { offFen: 30_000, minPriceFen: 0 }, 26_800, 26_700],
    ['a whole gift too', { offFen: 0, offPercent: 100, minPriceFen: 0 }, 9_900, 9_800],
  ])('%s', async (_name, wish, serviceFen, offFen) => {
    const person = await daughter(world)
    expect((await price(await coupon(wish, person), serviceFen, person.accountId)).offFen).toBe(offFen)
  })
  test('never more than leaves ¥1.00, whatever the rule', () => {
    const fen = fc.integer({ min: 0, max: 1_000_000 })
    const rule = fc.record({
      off_fen: fen,
      off_percent: fc.integer({ min: 0, max: 100 }),
      max_off_fen: fen,
      min_price_fen: fen,
    })
    fc.assert(
      fc.property(rule, fen, (each, serviceFen) => {
        const off = offOf(each, serviceFen)
        expect(off).toBeGreaterThanOrEqual(0)
        if (off > 0) expect(serviceFen - off).toBeGreaterThanOrEqual(LEAST_PRICE_FEN)
        if (off > 0) expect(serviceFen).toBeGreaterThanOrEqual(each.min_price_fen)
        if (each.max_off_fen > 0) expect(off).toBeLessThanOrEqual(each.max_off_fen)
      }),
    )
  })
  test('refused with a sentence: too cheap, not yet, too late, of somebody else, unknown', async () => {
    const person = await daughter(world)
    const now = world.clock.now()
    const id = await coupon({}, person)
    const of = (couponId: string, fen = 26_800) => price(couponId, fen, person.accountId)
    await expect(of(id, 19_999)).rejects.toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      message: '优惠券“新客立减”满 ¥200.00 可用，这次的服务费不到',
    })
    const later = await coupon({ validFrom: addDays(now, 2).toISOString() }, person)
    await expect(of(later)).rejects.toThrow('起可用')
    const tiny = await coupon({ minPriceFen: 0 }, person)
    await expect(of(tiny, 100)).rejects.toThrow('太低')
    await expect(price(id, 26_800, anna.accountId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(of(randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await world.advance({ days: 31 })
    await expect(of(id)).rejects.toThrow('过期')
    world.clock.set(now)
  })
})

describe('a coupon books once', () => {
  test('reserved, used, and its figures', async () => {
    const bella = await daughter(world)
    const kind = await couponKind(world, desk)
    const { id } = await takenBy(bella, kind.code)
    const orderId = randomUUID()
    await reserve(id, orderId, bella.accountId)
    await expect(price(id, 26_800, bella.accountId)).rejects.toThrow('还没付款的订单')
    expect((await bella.api.coupons.listMyCoupons({ query: {} })).items[0]?.state).toBe('reserved')
    expect(await use(orderId)).toBe(true)
    expect(await use(orderId)).toBe(false)
    await expect(price(id, 26_800, bella.accountId)).rejects.toThrow('已经用过')
    expect((await bella.api.coupons.listMyCoupons({ query: {} })).items[0]?.state).toBe('used')
    const [found] = (await desk.api.coupons.listCouponKinds({ query: { query: kind.code } })).items
    expect(found).toMatchObject({ usedCount: 1, usedFen: 3_000 })
  })
  test('also when many bookings come at the same moment', async () => {
    const person = await daughter(world)
    const id = await coupon({}, person)
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => reserve(id, randomUUID(), person.accountId)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await world.rows(sql`select 1 from coupons.uses where coupon_id = ${id}`)).toHaveLength(1)
  })
  test('not by somebody else; the database refuses whoever asks', async () => {
    const person = await daughter(world)
    const id = await coupon({}, person)
    await expect(reserve(id)).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    expect(await world.rows(sql`select 1 from coupons.uses where coupon_id = ${id}`)).toEqual([])
    await reserve(id, randomUUID(), person.accountId)
    await expect(
      world.rows(sql`
        insert into coupons.uses select ${randomUUID()}, coupon_id, kind_id, off_fen, state, reserved_at, changed_at from coupons.uses where coupon_id = ${id}`),
    ).rejects.toMatchObject({ code: '23505' })
  })
  test('comes back when the order comes to nothing, once, and can be used again', async () => {
    const id = await coupon({ validTo: addDays(world.clock.now(), 5).toISOString() })
    const orderId = randomUUID()
    await reserve(id, orderId)
    expect(await giveBack(orderId)).toMatchObject({ couponId: id, isExpired: false })
    expect(await giveBack(orderId)).toBeNull()
    // a payment that comes too late does not use it
    expect(await use(orderId)).toBe(false)
    expect(await stateOf(id)).toBe('usable')
    const second = randomUUID()
    await reserve(id, second)
    expect(await use(second)).toBe(true)
    expect(await giveBack(randomUUID())).toBeNull()
    // all of it went back after it was paid, and its time is over
    await world.advance({ days: 6 })
    expect(await giveBack(second)).toMatchObject({ isExpired: true, sentence: '优惠券“新客立减”已过期，不能再用' })
    expect(await stateOf(id)).toBe('expired')
  })
})
