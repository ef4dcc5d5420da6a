import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { addMinutes } from '../../core/clock.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { checkPayment, closePayments, openPayment } from '../index.ts'
import { booksMustBeRight, kindsOf, listenIn, orderToPay, pay, paymentsOf, told } from '../testing.ts'

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
const atProvider = (number: string | undefined) =>
  world.sandbox.control.orders().find((order) => order.out_trade_no === number)
const loseCallbacks = () => misbehave({ on: 'callback', do: 'lost', action: 'TRANSACTION' })

describe('the callback that never comes', () => {
  test('the follow-up asks after 10 s, 30 s more, 1 min ... and captures', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    loseCallbacks()
    await world.advance({ seconds: 11 })
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'prepaid' }])
    await pay(world, order)
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'prepaid' }])
    await world.advance({ seconds: 31 })
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
  })

  test('the phone asks and need not wait; a provider that is down changes nothing', async () => {
    const order = orderToPay(world)
    expect(await checkPayment(world.system, order.orderId)).toEqual({ isPaid: false })
    await openPayment(world.system, order)
    expect(await checkPayment(world.system, order.orderId)).toEqual({ isPaid: false })
    loseCallbacks()
    await pay(world, order)
    misbehave({ do: 'error', status: 500, count: 3 })
    expect(await checkPayment(world.system, order.orderId)).toEqual({ isPaid: false })
    expect(await Promise.all([1, 2, 3].map(() => checkPayment(world.system, order.orderId)))).toEqual([
      { isPaid: true },
      { isPaid: true },
      { isPaid: true },
    ])
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
  })

  test('a provider that is down for hours does not end the follow-up', async () => {
    const order = orderToPay(world, { expiresAt: addMinutes(world.clock.now(), 600) })
    loseCallbacks()
    await pay(world, order)
    misbehave({ do: 'error', status: 500, action: '/v3/pay/transactions/out', count: 0 })
    for (let i = 0; i < 4; i++) {
      await world.advance({ minutes: 11 })
      await world.drain()
    }
    world.sandbox.control.clearScenarios()
    await world.advance({ minutes: 11 })
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
  }, 60_000)
})

describe('the end of the time to pay', () => {
  test('an open payment is closed here and there', async () => {
    const order = orderToPay(world)
    const request = await openPayment(world.system, order)
    const [payment] = await paymentsOf(world, order.orderId)
    for (let i = 0; i < 16; i++) {
      await world.advance({ minutes: 1 })
      await world.drain()
    }
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'closed' }])
    expect(atProvider(payment?.number)?.state).toBe('CLOSED')
    expect(world.sandbox.control.pay(request).problem).toBe('closed')
    await world.advance({ days: 1 })
    await world.drain()
    expect(
      await world.rows(sql`select 1 from core.tasks where key = ${`payments.follow-payment:${payment?.number}`}`),
    ).toEqual([])
  })

  test('the order is cancelled: closed at once, by a job', async () => {
    const order = orderToPay(world)
    const request = await openPayment(world.system, order)
    await closePayments(world.system, order.orderId)
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'closed' }])
    expect(world.sandbox.control.pay(request).problem).toBe('closed')
    await closePayments(world.system, order.orderId)
  })

  test('cancelled after it was paid unnoticed: captured, told, so that orders gives it back', async () => {
    const order = orderToPay(world)
    loseCallbacks()
    await pay(world, order)
    await closePayments(world.system, order.orderId)
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
  })

  test('paid in the moment of closing: the callback captures what was closed', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    misbehave({ do: 'paid-despite-close' })
    await closePayments(world.system, order.orderId)
    await world.drain()
    await world.sandbox.control.idle()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
    expect(await kindsOf(world, order.orderId)).toEqual(['captured'])
  })

  test('and when that callback is lost too, the last look finds it', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    loseCallbacks()
    misbehave({ do: 'paid-despite-close' })
    await closePayments(world.system, order.orderId)
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'closed' }])
    await world.advance({ minutes: 6 })
    await world.drain()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
  })

  test('a callback that comes hours after the order expired', async () => {
    const order = orderToPay(world)
    misbehave({ on: 'callback', do: 'delayed', ms: 3 * 3_600_000 })
    await pay(world, order)
    // nobody asks in between: the server was down
    await world.rows(sql`delete from core.tasks where kind = 'payments.follow-payment'`)
    await world.advance({ hours: 3, minutes: 1 })
    await world.sandbox.control.callback(({ state, subject }) => state === 'done' && subject !== '')
    await world.sandbox.control.idle()
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
  })
})
