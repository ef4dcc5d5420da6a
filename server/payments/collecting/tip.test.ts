/** Thanks: a payment of its own, all of it the companion's. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { checkPayment, moneyOf, openPayment } from '../index.ts'
import {
  askRefund,
  balanceOfAccount,
  booksMustBeRight,
  kindsOf,
  listenIn,
  moneyArrives,
  paidOrder,
  pay,
  refundsOf,
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

const tipFor = (order: Wish, changes: Partial<Wish> = {}): Wish => ({
  ...order,
  amountFen: 2_000,
  purpose: 'tip',
  payeeId: randomUUID(),
  description: '感谢红包',
  ...changes,
})

test('it arrives, is hers at once, and is told; the order’s own money does not change', async () => {
  const order = await paidOrder(world)
  const tip = tipFor(order)
  await pay(world, tip)
  await world.sandbox.control.idle()
  expect(await balanceOfAccount(world, `earnings:${tip.payeeId}`)).toBe(-2_000)
  expect(await moneyOf(world.system, order.orderId)).toMatchObject({ paidFen: 26_800, heldFen: 26_800, tipFen: 2_000 })
  expect(await told(world, 'payments.tipped', order.orderId)).toMatchObject([
    { companionId: tip.payeeId, amountFen: 2_000 },
  ])
  expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
  const lines = await world.rows(
    sql`select kind, title, amount_fen::int, balance_fen::int from payments.earnings where payee_id = ${tip.payeeId}`,
  )
  expect(lines).toEqual([{ kind: 'tip', title: '感谢红包', amount_fen: 2_000, balance_fen: 2_000 }])
})

test('a refund of the order does not touch it', async () => {
  const order = await paidOrder(world)
  const tip = tipFor(order)
  await pay(world, tip)
  await world.sandbox.control.idle()
  await askRefund(world, { orderId: order.orderId, amountFen: 26_801 })
  await askRefund(world, { orderId: order.orderId, amountFen: 26_800 })
  await moneyArrives(world)
  expect((await refundsOf(world, order.orderId)).map(({ state }) => state).toSorted()).toEqual(['refunded', 'refused'])
  expect(await balanceOfAccount(world, `earnings:${tip.payeeId}`)).toBe(-2_000)
})

test('order and tip may be open at the same time, each once; another amount closes the one before', async () => {
  const order = await paidOrder(world)
  const first = await openPayment(world.system, tipFor(order, { payeeId: order.accountId }))
  await pay(world, tipFor(order, { payeeId: order.accountId, amountFen: 500 }))
  expect(world.sandbox.control.pay(first).problem).toBe('closed')
  await world.sandbox.control.idle()
  expect(await kindsOf(world, order.orderId)).toEqual(['captured', 'tipped'])
  await expect(openPayment(world.system, tipFor(order))).rejects.toMatchObject({
    code: 'NOT_ALLOWED_NOW',
    message: '这个订单已经送过感谢红包',
  })
})

test('the callback is lost: asked after, as for an order', async () => {
  const order = await paidOrder(world)
  const tip = tipFor(order)
  world.sandbox.control.misbehave({ vendor: 'wxpay', on: 'callback', do: 'lost', action: 'TRANSACTION' })
  await pay(world, tip)
  expect((await moneyOf(world.system, order.orderId)).tipFen).toBe(0)
  expect(await checkPayment(world.system, order.orderId, 'tip')).toEqual({ isPaid: true })
  expect(await checkPayment(world.system, order.orderId, 'tip')).toEqual({ isPaid: true })
  expect((await moneyOf(world.system, order.orderId)).tipFen).toBe(2_000)
})

test('a tip without a payee, a payee without a tip', async () => {
  const order = await paidOrder(world)
  const { payeeId: _nobody, ...tip } = tipFor(order)
  await expect(openPayment(world.system, tip)).rejects.toThrow('payee')
  await expect(openPayment(world.system, { ...order, payeeId: randomUUID() })).rejects.toThrow('payee')
})
