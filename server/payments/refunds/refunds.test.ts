import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { moneyOf, openPayment, postingsOf } from '../index.ts'
import {
  booksMustBeRight,
  askRefund,
  kindsOf,
  listenIn,
  moneyArrives,
  orderToPay,
  paidOrder,
  paymentsOf,
  refundsOf,
  settle,
  told,
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

const misbehave = (trick: Parameters<World['sandbox']['control']['misbehave']>[0]) =>
  world.sandbox.control.misbehave({ vendor: 'wxpay', ...trick })
const balances = async (orderId: string): Promise<Record<string, number>> => {
  const sums: Record<string, number> = {}
  for (const { entries } of await postingsOf(world.system, orderId)) {
    for (const { account, amountFen } of entries) {
      const name = account.split(':')[0] ?? ''
      sums[name] = (sums[name] ?? 0) + amountFen
    }
  }
  return sums
}

describe('giving back', () => {
  test('a part, then the rest: the books follow each step', async () => {
    const { orderId } = await paidOrder(world)
    const key = await askRefund(world, { orderId, amountFen: 10_000, reason: '改期后不再需要清晨服务' })
    await world.drain()
    expect(await moneyOf(world.system, orderId)).toMatchObject({
      paidFen: 26_800,
      refundedFen: 0,
      refundPendingFen: 10_000,
    })
    expect(await balances(orderId)).toEqual({ provider: 26_800, held: -16_800, refunding: -10_000 })
    await moneyArrives(world)
    expect(await moneyOf(world.system, orderId)).toMatchObject({
      paidFen: 26_800,
      refundedFen: 10_000,
      refundPendingFen: 0,
    })
    expect(await balances(orderId)).toEqual({ provider: 16_800, held: -16_800, refunding: 0 })
    expect(await told(world, 'payments.refunded', orderId)).toEqual([{ orderId, refundKey: key, amountFen: 10_000 }])
    await askRefund(world, { orderId, amountFen: 16_800 })
    await moneyArrives(world)
    expect(await balances(orderId)).toEqual({ provider: 0, held: 0, refunding: 0 })
    expect((await postingsOf(world.system, orderId)).map(({ sentence }) => sentence)).toEqual([
      '家属通过微信支付了 ¥268.00，由平台托管',
      '退款 ¥100.00：改期后不再需要清晨服务',
      '退款 ¥100.00 已经退回家属的支付账户',
      '退款 ¥168.00：家属取消',
      '退款 ¥168.00 已经退回家属的支付账户',
    ])
  })

  test('the same key asked for again, at the same moment and later: one refund', async () => {
    const { orderId } = await paidOrder(world)
    for (let i = 0; i < 4; i++) await askRefund(world, { orderId, amountFen: 10_000, refundKey: `${orderId}:closed` })
    await moneyArrives(world)
    await askRefund(world, { orderId, amountFen: 10_000, refundKey: `${orderId}:closed` })
    await moneyArrives(world)
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refunded', amount_fen: 10_000 }])
    expect(await told(world, 'payments.refunded', orderId)).toHaveLength(1)
  })

  test('nothing is due', async () => {
    const { orderId } = await paidOrder(world)
    await askRefund(world, { orderId, amountFen: 0 })
    await moneyArrives(world)
    expect(await refundsOf(world, orderId)).toEqual([])
  })
})

describe('more than there is', () => {
  test('is refused whole, written down and told', async () => {
    const { orderId } = await paidOrder(world)
    const key = await askRefund(world, { orderId, amountFen: 26_801 })
    await moneyArrives(world)
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refused', amount_fen: 26_801 }])
    expect(await kindsOf(world, orderId)).toEqual(['captured'])
    expect(await told(world, 'payments.refund-failed', orderId)).toMatchObject([
      { refundKey: key, amountFen: 26_801, reason: '退款金额超过家属已支付且未退的金额' },
    ])
    expect(world.logged.some((line) => line.startsWith('error') && line.includes(orderId))).toBe(true)
    await askRefund(world, { orderId, amountFen: 26_801, refundKey: key })
    await moneyArrives(world)
    expect(await told(world, 'payments.refund-failed', orderId)).toHaveLength(1)
  })

  test('five of ¥100 at once on ¥268: two go, three are refused', async () => {
    const { orderId } = await paidOrder(world)
    await Promise.all(Array.from({ length: 5 }, () => askRefund(world, { orderId, amountFen: 10_000 })))
    await moneyArrives(world)
    const states = (await refundsOf(world, orderId)).map(({ state }) => state).toSorted()
    expect(states).toEqual(['refunded', 'refunded', 'refused', 'refused', 'refused'])
    expect(await moneyOf(world.system, orderId)).toMatchObject({
      paidFen: 26_800,
      refundedFen: 20_000,
      refundPendingFen: 0,
    })
  })

  test('for an order that nobody paid', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    await askRefund(world, { orderId: order.orderId, amountFen: 1 })
    await moneyArrives(world)
    expect(await told(world, 'payments.refund-failed', order.orderId)).toHaveLength(1)
    expect(await kindsOf(world, order.orderId)).toEqual([])
  })
})

describe('an order that was paid twice', () => {
  test('the second payment goes back whole; a refund may need both', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    // the first is paid in the moment in which it is closed for another payer
    misbehave({ do: 'paid-despite-close' })
    misbehave({ on: 'callback', do: 'delayed', ms: 60_000, action: 'TRANSACTION' })
    const other = world.sandbox.control.createUser().openid
    const request = await openPayment(world.system, { ...order, openid: other })
    await world.advance({ seconds: 2 })
    expect(world.sandbox.control.pay(request).problem).toBeUndefined()
    await world.advance({ minutes: 2 })
    await world.sandbox.control.idle()
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(2)
    expect((await moneyOf(world.system, order.orderId)).paidFen).toBe(53_600)
    const [, second] = (await told(world, 'payments.captured', order.orderId)).map(({ paymentNumber }) => paymentNumber)
    expect(second).not.toBeUndefined()
    await askRefund(world, { orderId: order.orderId, amountFen: 30_000 })
    await moneyArrives(world)
    expect((await refundsOf(world, order.orderId)).map(({ amount_fen: fen }) => fen).toSorted((a, b) => b - a)).toEqual(
      [26_800, 3_200],
    )
    expect(await told(world, 'payments.refunded', order.orderId)).toMatchObject([{ amountFen: 30_000 }])
    const newest = await world.rows<{ number: string }>(
      sql`select number from payments.payments where order_id = ${order.orderId} order by paid_at desc limit 1`,
    )
    const whole = await world.rows(
      sql`select 1 from payments.refunds where payment_number = ${newest[0]?.number} and amount_fen = 26800`,
    )
    expect(whole).toHaveLength(1)
  })
})

describe('the visit is settled', () => {
  test('what was kept goes to her and to us, once', async () => {
    const order = await paidOrder(world)
    const { orderId } = order
    await askRefund(world, { orderId, amountFen: 6_800 })
    await moneyArrives(world)
    const due = { keptFen: 20_000, incomeFen: 16_000 }
    await settle(world, order, due)
    await settle(world, order, due)
    expect(await balances(orderId)).toEqual({
      provider: 20_000,
      held: 0,
      refunding: 0,
      earnings: -16_000,
      commission: -3_800,
      fund: -200,
    })
    expect((await kindsOf(world, orderId)).filter((kind) => kind === 'settled')).toHaveLength(1)
  })

  test('a refund after that is refused whole and told: the fund pays', async () => {
    const order = await paidOrder(world)
    await settle(world, order)
    const key = await askRefund(world, { orderId: order.orderId, amountFen: 5_000 })
    await moneyArrives(world)
    expect(await refundsOf(world, order.orderId)).toMatchObject([{ state: 'refused' }])
    expect(await balances(order.orderId)).toMatchObject({ provider: 26_800, held: 0 })
    expect(await told(world, 'payments.refund-failed', order.orderId)).toMatchObject([
      { refundKey: key, isFinal: true, reason: '托管的钱不够退：订单已经结算，请走先行赔付' },
    ])
  })

  test('an order of which everything went back has nothing to release, and is settled', async () => {
    const order = await paidOrder(world)
    await askRefund(world, { orderId: order.orderId, amountFen: 26_800 })
    await moneyArrives(world)
    await settle(world, order, { keptFen: 0, incomeFen: 0, lines: [] })
    expect(await kindsOf(world, order.orderId)).toEqual(['captured', 'refund-requested', 'refund-settled'])
    expect(await told(world, 'payments.settled', order.orderId)).toMatchObject([{ incomeFen: 0, companionId: null }])
    expect(await paymentsOf(world, order.orderId)).toHaveLength(1)
  })
})
