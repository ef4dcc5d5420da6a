import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addMinutes } from '../../core/clock.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { closePayments, moneyOf, moneyOfMany, openPayment, postingsOf } from '../index.ts'
import { booksMustBeRight, listenIn, orderToPay, paidOrder, pay, paymentsOf, told } from '../testing.ts'

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
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )
const atProvider = (number: string | undefined) =>
  world.sandbox.control.orders().find((order) => order.out_trade_no === number)
const loseCallbacks = () => misbehave({ on: 'callback', do: 'lost', action: 'TRANSACTION' })

describe('paying', () => {
  test('a family pays, the callback captures it, the books hold it, and it is told once', async () => {
    const order = await paidOrder(world)
    const [payment] = await paymentsOf(world, order.orderId)
    expect(payment).toMatchObject({ state: 'captured', amount_fen: 26_800 })
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({
      paidFen: 26_800,
      refundedFen: 0,
      refundPendingFen: 0,
    })
    const [posting] = await postingsOf(world.system, order.orderId)
    expect(posting).toMatchObject({ kind: 'captured', sentence: '家属通过微信支付了 ¥268.00，由平台托管' })
    expect(posting?.entries).toEqual([
      { account: 'provider', amountFen: 26_800 },
      { account: `held:${order.orderId}`, amountFen: -26_800 },
    ])
    const news = await told(world, 'payments.captured', order.orderId)
    expect(news).toMatchObject([{ orderId: order.orderId, paymentNumber: payment?.number, amountFen: 26_800 }])
    await world.advance({ minutes: 20 })
    await world.drain()
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
    expect(await rejection(openPayment(world.system, order))).toMatchObject({
      code: 'NOT_ALLOWED_NOW',
      message: '这个订单已经支付',
    })
  })

  test('money of many orders in one question, nothing for an unknown one', async () => {
    const [a, b] = [await paidOrder(world), orderToPay(world)]
    const money = await moneyOfMany(world.system, [a.orderId, b.orderId])
    expect([money.get(a.orderId)?.paidFen, money.get(b.orderId)?.paidFen]).toEqual([26_800, 0])
    expect(await moneyOfMany(world.system, [])).toEqual(new Map())
    expect(await postingsOf(world.system, b.orderId)).toEqual([])
  })

  test('twenty taps at once open one payment', async () => {
    const order = orderToPay(world)
    const requests = await Promise.all(Array.from({ length: 20 }, () => openPayment(world.system, order)))
    expect(new Set(requests.map((request) => request.package)).size).toBe(1)
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'prepaid' }])
  })

  test('what the provider is told', async () => {
    const order = orderToPay(world, { description: '伴医 '.repeat(60), orderNumber: 'BY77' })
    await openPayment(world.system, order)
    const [payment] = await paymentsOf(world, order.orderId)
    const there = atProvider(payment?.number)
    expect(there).toMatchObject({
      total: 26_800,
      openid: order.openid,
      attach: 'BY77',
      notify_url: `${world.url}/payments/wechat/paid`,
      expires_at: order.expiresAt.getTime(),
    })
    expect(there?.description.length).toBeLessThanOrEqual(120)
  })

  test('no amount, no time left', async () => {
    for (const amountFen of [0, -1, 1.5, Number.NaN])
      expect(await rejection(openPayment(world.system, orderToPay(world, { amountFen })))).toMatchObject({
        code: 'INVALID',
      })
    const late = orderToPay(world, { expiresAt: world.clock.now() })
    expect(await rejection(openPayment(world.system, late))).toMatchObject({ code: 'EXPIRED' })
    expect(await paymentsOf(world, late.orderId)).toEqual([])
  })

  test('in the last minute the provider is given the shortest time it takes', async () => {
    const order = orderToPay(world, { expiresAt: addMinutes(world.clock.now(), 0.2) })
    await pay(world, order)
    await world.sandbox.control.idle()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
  })
})

describe('one payment at a time', () => {
  test('another payer: the first is closed at the provider before a new number is made', async () => {
    const order = orderToPay(world)
    const first = await openPayment(world.system, order)
    const other = world.sandbox.control.createUser().openid
    await openPayment(world.system, { ...order, openid: other })
    const all = await paymentsOf(world, order.orderId)
    const fresh = all.find(({ state }) => state === 'prepaid')
    expect(all.map(({ state }) => state).toSorted()).toEqual(['closed', 'prepaid'])
    expect(world.sandbox.control.pay(first).problem).toBe('closed')
    expect(atProvider(fresh?.number)?.openid).toBe(other)
  })

  test('another payer after the first paid unnoticed: captured, nothing new is opened', async () => {
    const order = orderToPay(world)
    loseCallbacks()
    await pay(world, order)
    expect(
      await rejection(openPayment(world.system, { ...order, openid: world.sandbox.control.createUser().openid })),
    ).toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
  })

  test('two payments open at once are impossible in the database itself', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    const twice = world.rows(sql`
      insert into payments.payments (number, order_id, account_id, openid, amount_fen, description, attach, expires_at, state, created_at, changed_at)
      select number || 'b', order_id, account_id, openid, amount_fen, description, attach, expires_at, 'created', created_at, changed_at from payments.payments where order_id = ${order.orderId}`)
    expect(await rejection(twice)).toMatchObject({ code: '23505', constraint: 'one_open_payment' })
  })

  test('a prepay_id older than two hours is renewed for the same number', async () => {
    const order = orderToPay(world, { expiresAt: addMinutes(world.clock.now(), 300) })
    const first = await openPayment(world.system, order)
    await world.advance({ minutes: 125 })
    expect(world.sandbox.control.pay(first).problem).toBe('prepay-id-expired')
    await pay(world, order)
    await world.sandbox.control.idle()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
  })
})

describe('crashes and lost answers', () => {
  test.each([
    { do: 'error' as const, status: 500, count: 3 },
    { do: 'close-after-commit' as const, count: 3 },
    { do: 'wrong-signature' as const, count: 1 },
  ])('prepay fails (%o): the next tap goes on with the same number', async (trick) => {
    misbehave(trick)
    const order = orderToPay(world)
    expect(await rejection(openPayment(world.system, order))).toMatchObject({ code: 'OUTSIDE_UNAVAILABLE' })
    const [before] = await paymentsOf(world, order.orderId)
    expect(before?.state).toBe('created')
    await pay(world, order)
    await world.sandbox.control.idle()
    expect(await paymentsOf(world, order.orderId)).toEqual([{ ...before, state: 'captured' }])
  })

  test('our address moved in between: the provider refuses other words, a new number is made', async () => {
    misbehave({ do: 'close-after-commit', count: 3 })
    const order = orderToPay(world)
    await rejection(openPayment(world.system, order))
    const base = world.system.config.WXPAY_NOTIFY_URL_BASE
    world.system.config.WXPAY_NOTIFY_URL_BASE = 'https://moved.example.com'
    try {
      await openPayment(world.system, order)
    } finally {
      world.system.config.WXPAY_NOTIFY_URL_BASE = base
    }
    expect((await paymentsOf(world, order.orderId)).map(({ state }) => state).toSorted()).toEqual(['closed', 'prepaid'])
  })

  test('nobody comes back after a crash: the number is closed at its expiry', async () => {
    misbehave({ do: 'close', count: 3 })
    const order = orderToPay(world)
    await rejection(openPayment(world.system, order))
    await world.advance({ minutes: 16 })
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'closed' }])
  })

  test('cancelled while the provider is asked: no payment of an order that is over', async () => {
    misbehave({ do: 'delay', ms: 400 })
    const order = orderToPay(world)
    const opening = rejection(openPayment(world.system, order))
    await expect.poll(() => paymentsOf(world, order.orderId)).toHaveLength(1)
    await closePayments(world.system, order.orderId)
    await world.drain()
    expect(await opening).toMatchObject({ code: 'CONFLICT' })
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'closed' }])
  })

  test('a refusal that no retry can change is told, and the order can still be paid by another', async () => {
    const order = orderToPay(world, { openid: 'oNobodyAtAll00000000000000' })
    expect(await rejection(openPayment(world.system, order))).toMatchObject({
      code: 'OUTSIDE_UNAVAILABLE',
      vendorCode: 'PARAM_ERROR',
    })
    await pay(world, { ...order, openid: world.sandbox.control.createUser().openid })
    await world.sandbox.control.idle()
    expect((await moneyOf(world.system, order.orderId)).paidFen).toBe(26_800)
  })
})
