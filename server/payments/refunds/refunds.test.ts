import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { emit } from '../../core/events.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { moneyOf, openPayment, postingsOf } from '../index.ts'
import {
  booksMustBeRight,
  askRefund,
  kindsOf,
  listenIn,
  orderToPay,
  paidOrder,
  paymentsOf,
  refundsOf,
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
/** the job has asked, the money has arrived, the callback has come */
async function settle(): Promise<void> {
  await world.drain()
  await world.advance({ seconds: 5 })
  await world.sandbox.control.idle()
}
const confirm = async (orderId: string): Promise<void> => {
  await world.system.db.tx((tx) =>
    emit(tx, 'orders.confirmed', { orderId, totalFen: 26_800, companionId: null }, world.clock.now()),
  )
  await world.drain()
}
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
    expect(await moneyOf(world.system, orderId)).toEqual({ paidFen: 26_800, refundedFen: 0, refundPendingFen: 10_000 })
    expect(await balances(orderId)).toEqual({ provider: 26_800, held: -16_800, refunding: -10_000 })
    await settle()
    expect(await moneyOf(world.system, orderId)).toEqual({ paidFen: 26_800, refundedFen: 10_000, refundPendingFen: 0 })
    expect(await balances(orderId)).toEqual({ provider: 16_800, held: -16_800, refunding: 0 })
    expect(await told(world, 'payments.refunded', orderId)).toEqual([{ orderId, refundKey: key, amountFen: 10_000 }])
    await askRefund(world, { orderId, amountFen: 16_800 })
    await settle()
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
    await settle()
    await askRefund(world, { orderId, amountFen: 10_000, refundKey: `${orderId}:closed` })
    await settle()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refunded', amount_fen: 10_000 }])
    expect(await told(world, 'payments.refunded', orderId)).toHaveLength(1)
  })

  test('nothing is due', async () => {
    const { orderId } = await paidOrder(world)
    await askRefund(world, { orderId, amountFen: 0 })
    await settle()
    expect(await refundsOf(world, orderId)).toEqual([])
  })
})

describe('more than there is', () => {
  test('is refused whole, written down and told', async () => {
    const { orderId } = await paidOrder(world)
    const key = await askRefund(world, { orderId, amountFen: 26_801 })
    await settle()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refused', amount_fen: 26_801 }])
    expect(await kindsOf(world, orderId)).toEqual(['captured'])
    expect(await told(world, 'payments.refund-failed', orderId)).toMatchObject([
      { refundKey: key, amountFen: 26_801, reason: '退款金额超过家属已支付且未退的金额' },
    ])
    expect(world.logged.some((line) => line.startsWith('error') && line.includes(orderId))).toBe(true)
    await askRefund(world, { orderId, amountFen: 26_801, refundKey: key })
    await settle()
    expect(await told(world, 'payments.refund-failed', orderId)).toHaveLength(1)
  })

  test('five of ¥100 at once on ¥268: two go, three are refused', async () => {
    const { orderId } = await paidOrder(world)
    await Promise.all(Array.from({ length: 5 }, () => askRefund(world, { orderId, amountFen: 10_000 })))
    await settle()
    const states = (await refundsOf(world, orderId)).map(({ state }) => state).toSorted()
    expect(states).toEqual(['refunded', 'refunded', 'refused', 'refused', 'refused'])
    expect(await moneyOf(world.system, orderId)).toEqual({ paidFen: 26_800, refundedFen: 20_000, refundPendingFen: 0 })
  })

  test('for an order that nobody paid', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    await askRefund(world, { orderId: order.orderId, amountFen: 1 })
    await settle()
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
    await settle()
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

describe('the visit is confirmed', () => {
  test('what is still held is released, once', async () => {
    const { orderId } = await paidOrder(world)
    await askRefund(world, { orderId, amountFen: 6_800 })
    await settle()
    await confirm(orderId)
    await confirm(orderId)
    expect(await balances(orderId)).toEqual({ provider: 20_000, held: 0, refunding: 0, income: -20_000 })
    expect((await kindsOf(world, orderId)).filter((kind) => kind === 'released')).toHaveLength(1)
  })

  test('a refund after that is taken from income; one that fails goes back there', async () => {
    const { orderId } = await paidOrder(world)
    await confirm(orderId)
    misbehave({ do: 'refund-closed' })
    await askRefund(world, { orderId, amountFen: 5_000 })
    await settle()
    expect(await balances(orderId)).toMatchObject({ provider: 26_800, held: 0, refunding: 0, income: -26_800 })
    await askRefund(world, { orderId, amountFen: 5_000 })
    await settle()
    expect(await balances(orderId)).toMatchObject({ provider: 21_800, refunding: 0, income: -21_800 })
  })

  test('an order of which everything went back has nothing to release', async () => {
    const { orderId } = await paidOrder(world)
    await askRefund(world, { orderId, amountFen: 26_800 })
    await settle()
    await confirm(orderId)
    expect(await kindsOf(world, orderId)).toEqual(['captured', 'refund-requested', 'refund-settled'])
    expect(await paymentsOf(world, orderId)).toHaveLength(1)
  })
})
