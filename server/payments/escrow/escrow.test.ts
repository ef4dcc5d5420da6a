/** Paid, held, released: coupons, premiums, disputes and settlements, told in any order. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { moneyOf, postingsOf } from '../index.ts'
import {
  askRefund,
  balanceOfAccount,
  booksMustBeRight,
  kindsOf,
  listenIn,
  moneyArrives,
  paidOrder,
  refundsOf,
  say,
  settle,
  told,
  type Wish,
} from '../testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
afterEach(async () => {
  world.sandbox.control.clearScenarios()
  await booksMustBeRight(world)
})
afterAll(() => world.close())

const discount = (order: Wish, couponFen = 3_000, funderCode = 'union') =>
  say(world, 'orders.discounted', { orderId: order.orderId, couponFen, funderCode, couponName: '新人立减' })
const bind = (order: Wish, premiumFen = 500, policyId: string = randomUUID()) =>
  say(world, 'insurance.bound', {
    orderId: order.orderId,
    policyId,
    policyNumber: `PN${policyId.slice(0, 8)}`,
    planName: '就诊意外险',
    premiumFen,
  })
const freeze = (order: Wish, isFrozen: boolean, at = world.clock.now()) =>
  say(world, 'orders.frozen', { orderId: order.orderId, isFrozen, at: at.toISOString() })
const held = (order: Wish) => balanceOfAccount(world, `held:${order.orderId}`)

describe('coupons', () => {
  test('the funder owes its part, and that is held as well; told twice, booked once', async () => {
    const order = await paidOrder(world, { amountFen: 23_800 })
    const before = await balanceOfAccount(world, 'coupon:union')
    await discount(order)
    await discount(order)
    await world.drain()
    expect(await held(order)).toBe(-26_800)
    expect((await balanceOfAccount(world, 'coupon:union')) - before).toBe(3_000)
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({ couponFen: 3_000, heldFen: 26_800 })
    expect((await postingsOf(world.system, order.orderId)).at(-1)?.sentence).toBe(
      '优惠券“新人立减”抵扣 ¥30.00，由出资方承担',
    )
  })

  test('told before the payment: it waits', async () => {
    const paid = await paidOrder(world)
    const unknown = { ...paid, orderId: randomUUID() }
    await discount(unknown)
    await world.drain()
    expect(await kindsOf(world, unknown.orderId)).toEqual([])
    const waiting = await world.rows(
      sql`select attempts from core.tasks where kind = 'payments.book-coupon' and payload ->> 'orderId' = ${unknown.orderId}`,
    )
    expect(waiting).toHaveLength(1)
  })

  test('what is not used goes back to the funder, and the settlement waits for the coupon', async () => {
    const order = await paidOrder(world, { amountFen: 23_800 })
    const before = await balanceOfAccount(world, 'coupon:union')
    const due = { keptFen: 13_400, incomeFen: 10_720, couponBackFen: 1_500, funderCode: 'union' }
    await settle(world, order, due)
    expect(await kindsOf(world, order.orderId)).toEqual(['captured'])
    await discount(order)
    await askRefund(world, { orderId: order.orderId, amountFen: 11_900 })
    await world.advance({ minutes: 2 })
    await moneyArrives(world)
    expect(await kindsOf(world, order.orderId)).toContain('settled')
    expect(await held(order)).toBe(0)
    expect((await balanceOfAccount(world, 'coupon:union')) - before).toBe(1_500)
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({
      paidFen: 23_800,
      couponFen: 1_500,
      releasedFen: 13_400,
      refundedFen: 11_900,
      heldFen: 0,
    })
  })
})

describe('insurance', () => {
  test('the premium is the insurer’s once it is bound, and comes back with a refund that says so', async () => {
    const order = await paidOrder(world, { amountFen: 27_300 })
    const before = await balanceOfAccount(world, 'premium')
    const policyId = randomUUID()
    await bind(order, 500, policyId)
    await bind(order, 500, policyId)
    await world.drain()
    expect((await balanceOfAccount(world, 'premium')) - before).toBe(-500)
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({ premiumFen: 500, heldFen: 26_800 })
    await askRefund(world, { orderId: order.orderId, amountFen: 27_300, fromPremiumFen: 500 })
    await moneyArrives(world)
    expect((await balanceOfAccount(world, 'premium')) - before).toBe(0)
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({ premiumFen: 0, heldFen: 0, refundedFen: 27_300 })
  })

  test('a refund of the premium that is told before the premium waits for it', async () => {
    const order = await paidOrder(world, { amountFen: 27_300 })
    await askRefund(world, { orderId: order.orderId, amountFen: 500, fromPremiumFen: 500 })
    await world.drain()
    expect(await refundsOf(world, order.orderId)).toEqual([])
    await bind(order)
    await world.advance({ seconds: 5 })
    await moneyArrives(world)
    expect(await refundsOf(world, order.orderId)).toMatchObject([{ state: 'refunded', amount_fen: 500 }])
    // it was given back: a second time there is nothing
    const key = await askRefund(world, { orderId: order.orderId, amountFen: 500, fromPremiumFen: 500 })
    await moneyArrives(world)
    expect(await told(world, 'payments.refund-failed', order.orderId)).toMatchObject([
      { refundKey: key, reason: '保费已经退过' },
    ])
  })

  test('a refund that fails puts the premium back with the insurer', async () => {
    const order = await paidOrder(world, { amountFen: 27_300 })
    const before = await balanceOfAccount(world, 'premium')
    await bind(order)
    await world.drain()
    world.sandbox.control.misbehave({ vendor: 'wxpay', do: 'refund-closed' })
    await askRefund(world, { orderId: order.orderId, amountFen: 27_300, fromPremiumFen: 500 })
    await moneyArrives(world)
    expect((await balanceOfAccount(world, 'premium')) - before).toBe(-500)
    expect(await held(order)).toBe(-26_800)
  })

  test('bound after the settlement: it is still held for it', async () => {
    const order = await paidOrder(world, { amountFen: 27_300 })
    await settle(world, order)
    expect(await held(order)).toBe(-500)
    await bind(order)
    await world.drain()
    expect(await held(order)).toBe(0)
  })
})

describe('settlement', () => {
  test('her income, our commission, the fund’s share; facts, lines and news', async () => {
    const order = await paidOrder(world)
    const [fund, commission] = [await balanceOfAccount(world, 'fund'), await balanceOfAccount(world, 'commission')]
    const { companionId } = await settle(world, order)
    expect(await balanceOfAccount(world, `earnings:${companionId}`)).toBe(-21_440)
    expect((await balanceOfAccount(world, 'fund')) - fund).toBe(-268)
    expect((await balanceOfAccount(world, 'commission')) - commission).toBe(-5_092)
    const facts = await world.rows(
      sql`select companion_id, released_fen::int, income_fen::int, commission_fen::int, fund_fen::int from payments.orders where order_id = ${order.orderId}`,
    )
    expect(facts).toEqual([
      { companion_id: companionId, released_fen: 26_800, income_fen: 21_440, commission_fen: 5_092, fund_fen: 268 },
    ])
    const lines = await world.rows(
      sql`select kind, title, amount_fen::int, balance_fen::int, lines from payments.earnings where payee_id = ${companionId}`,
    )
    expect(lines).toMatchObject([
      { kind: 'order', title: `订单 ${order.orderNumber}`, amount_fen: 21_440, balance_fen: 21_440 },
    ])
    expect(await told(world, 'payments.settled', order.orderId)).toMatchObject([{ companionId, incomeFen: 21_440 }])
    expect((await postingsOf(world.system, order.orderId)).at(-1)?.sentence).toBe(
      '家属已确认，结算 ¥268.00：陪诊员收入 ¥214.40，平台佣金 ¥50.92，先行赔付金 ¥2.68',
    )
  })

  test('told twenty times at the same moment: settled once', async () => {
    const order = await paidOrder(world)
    const companionId = randomUUID()
    for (let i = 0; i < 19; i++)
      await say(world, 'orders.settlement-due', {
        orderId: order.orderId,
        number: order.orderNumber,
        companionId,
        keptFen: 26_800,
        incomeFen: 20_000,
        couponBackFen: 0,
        funderCode: null,
        why: '家属已确认',
        lines: [{ code: 'price', name: '服务费', amountFen: 20_000, why: '' }],
      })
    await settle(world, order, { companionId, incomeFen: 20_000 })
    expect((await kindsOf(world, order.orderId)).filter((kind) => kind === 'settled')).toHaveLength(1)
    expect(await told(world, 'payments.settled', order.orderId)).toHaveLength(1)
    expect(await balanceOfAccount(world, `earnings:${companionId}`)).toBe(-20_000)
  })

  test('more than is held: nothing at all is released, it says so and goes on when the money is there', async () => {
    const order = await paidOrder(world)
    world.sandbox.control.misbehave({ vendor: 'wxpay', do: 'refund-closed' })
    await askRefund(world, { orderId: order.orderId, amountFen: 5_000 })
    // promised, and the provider has not told its end yet
    await world.drain()
    const { companionId } = await settle(world, order)
    const isSettled = async () => (await kindsOf(world, order.orderId)).includes('settled')
    if (await isSettled()) throw new Error('the refund was closed too early for this test')
    expect(await balanceOfAccount(world, `earnings:${companionId}`)).toBe(0)
    expect(await told(world, 'payments.settled', order.orderId)).toEqual([])
    expect(world.logged.some((line) => line.includes('wants more than is held') && line.includes(order.orderId))).toBe(
      true,
    )
    await world.advance({ hours: 3 })
    await moneyArrives(world)
    await world.advance({ minutes: 11 })
    await world.drain()
    expect(await isSettled()).toBe(true)
    expect(await balanceOfAccount(world, `earnings:${companionId}`)).toBe(-21_440)
  })

  test('we alone bear a refund: what she earned is paid out of our commission', async () => {
    await settle(world, await paidOrder(world, { amountFen: 50_000 }), {
      keptFen: 50_000,
      incomeFen: 0,
      lines: [],
      companionId: null,
    })
    const order = await paidOrder(world)
    const commission = await balanceOfAccount(world, 'commission')
    await askRefund(world, { orderId: order.orderId, amountFen: 20_000 })
    await moneyArrives(world)
    const lines = [{ code: 'price', name: '服务费', amountFen: 21_440, why: '退款由平台承担' }]
    await settle(world, order, { keptFen: 6_800, incomeFen: 21_440, lines })
    expect((await balanceOfAccount(world, 'commission')) - commission).toBe(14_640)
    expect(await held(order)).toBe(0)
  })

  test('lines that do not sum to the income write nothing', async () => {
    const order = await paidOrder(world)
    await settle(world, order, { lines: [{ code: 'price', name: '服务费', amountFen: 1, why: '' }] })
    expect(await kindsOf(world, order.orderId)).toEqual(['captured'])
    expect(await told(world, 'payments.settled', order.orderId)).toEqual([])
    await world.rows(sql`delete from core.tasks where kind = 'payments.settlement-due'`)
  })
})

describe('a dispute', () => {
  test('opened and ended in the same instant, told in either order: it is over', async () => {
    for (const words of [
      [true, false],
      [false, true],
    ]) {
      const order = await paidOrder(world)
      for (const isFrozen of words) {
        await freeze(order, isFrozen)
        await world.drain()
      }
      expect(await moneyOf(world.system, order.orderId)).toMatchObject({ isFrozen: false })
    }
  })

  test('nothing is released while it is open; then it goes on by itself', async () => {
    const order = await paidOrder(world)
    await freeze(order, true)
    await world.drain()
    await settle(world, order)
    for (let day = 0; day < 3; day++) {
      await world.advance({ days: 1 })
      await world.drain()
    }
    expect(await kindsOf(world, order.orderId)).toEqual(['captured'])
    expect((await moneyOf(world.system, order.orderId)).isFrozen).toBe(true)
    await freeze(order, false)
    await world.drain()
    await world.advance({ minutes: 2 })
    await world.drain()
    expect(await kindsOf(world, order.orderId)).toEqual(['captured', 'settled'])
  }, 60_000)

  test('words out of order: the newest counts', async () => {
    const order = await paidOrder(world)
    const opened = world.clock.now()
    await world.advance({ minutes: 5 })
    await freeze(order, false)
    await world.drain()
    await freeze(order, true, opened)
    await world.drain()
    expect((await moneyOf(world.system, order.orderId)).isFrozen).toBe(false)
  })
})

test('money held for longer than the limit less five days is said loudly', async () => {
  const lone = await newWorld()
  try {
    const order = await paidOrder(lone)
    const settled = await paidOrder(lone)
    await settle(lone, settled)
    const isAlarmed = () => lone.logged.some((line) => line.includes('money is held for longer'))
    await lone.advance({ days: 24 })
    await lone.drain()
    expect(isAlarmed()).toBe(false)
    await lone.advance({ days: 1, minutes: 5 })
    await lone.drain()
    const said = lone.logged.find((line) => line.includes('money is held for longer'))
    expect(said).toContain(order.orderNumber)
    expect(said).not.toContain(settled.orderNumber)
  } finally {
    await lone.close()
  }
})
