/** Money of an order: paid once, given back in full when it comes too late, freed when it does not come at all. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FamilyOrder } from '@banyi/contract/orders'
import { emit } from '../core/events.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { checkBooks } from '../payments/index.ts'
import {
  bookedOrder,
  castOf,
  moneyArrives,
  newCompanion,
  openWallet,
  said,
  tell,
  written,
  type Cast,
  type Companion,
} from './testing.ts'

let world: World
let cast: Cast
let chen: Companion
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  chen = await newCompanion(world, cast.desk, { name: '陈洁' })
})
afterEach(async () => {
  world.sandbox.control.clearScenarios()
  expect(await checkBooks(world.system)).toEqual([])
})
afterAll(() => world.close())

let day = 24
/** a new day for each order, so that the companion is free */
const nextStart = (): string => new Date(Date.UTC(2026, 10, ++day, 1)).toISOString()
const misbehave = (trick: Parameters<World['sandbox']['control']['misbehave']>[0]) =>
  world.sandbox.control.misbehave({ vendor: 'wxpay', ...trick })
const booked = (): Promise<FamilyOrder> =>
  bookedOrder(cast.anna, cast.mum, { companionId: cast.wang.id, startsAt: nextStart() })
const read = ({ id }: { id: string }): Promise<FamilyOrder> => cast.anna.api.orders.getMyOrder({ params: { id } })
const kinds = async (order: FamilyOrder): Promise<string[]> => (await read(order)).timeline.map(({ kind }) => kind)
const pay = async (order: FamilyOrder): Promise<void> => {
  const { problem } = world.sandbox.control.pay(await openWallet(cast.anna, order))
  expect(problem).toBeUndefined()
}
const reservations = ({ id }: FamilyOrder) =>
  world.rows(sql`select 1 from companions.reservations where order_id = ${id}`)
const atProvider = ({ number }: FamilyOrder): string[] =>
  world.sandbox.control
    .orders()
    .filter((each) => each.attach === number)
    .map(({ state }) => state)
function redeliver({ number }: FamilyOrder): void {
  const paid = world.sandbox.control.orders().find(({ attach }) => attach === number)
  const lost = world.sandbox.control.callbacks().find(({ subject }) => subject === paid?.out_trade_no)
  expect(world.sandbox.control.redeliver(lost?.id ?? '')).toBe(true)
}

describe('a payment arrives', () => {
  test.each(['doubled', 'forged', 'wrong-serial', 'clock-skew'] as const)('callback %s: paid once', async (trick) => {
    misbehave({ on: 'callback', do: trick })
    const order = await booked()
    await pay(order)
    await moneyArrives(world)
    expect(await read(order)).toMatchObject({ state: 'paid', money: { paidFen: 21_800, refundPendingFen: 0 } })
    expect(await kinds(order)).toEqual(['booked', 'paid', 'assigned'])
  })

  test('the callback is lost: asked after within seconds, without anybody doing anything', async () => {
    misbehave({ on: 'callback', do: 'lost' })
    const order = await booked()
    await pay(order)
    await world.drain()
    expect((await read(order)).state).toBe('booked')
    await world.advance({ seconds: 11 })
    await world.drain()
    expect(await kinds(order)).toEqual(['booked', 'paid', 'assigned'])
  })

  test('the callback is lost and the family asks: paid at once; the late callback changes nothing', async () => {
    misbehave({ on: 'callback', do: 'lost' })
    const order = await booked()
    await pay(order)
    await cast.anna.api.orders.checkPayment({ params: { id: order.id } })
    await world.drain()
    expect((await read(order)).state).toBe('paid')
    redeliver(order)
    await moneyArrives(world)
    expect(await kinds(order)).toEqual(['booked', 'paid', 'assigned'])
  })

  test('paid in the last second, told and found out only after the expiry: the order lives', async () => {
    misbehave({ on: 'callback', do: 'lost' })
    const order = await booked()
    await pay(order)
    await world.advance({ minutes: 16 })
    await world.drain()
    expect(await read(order)).toMatchObject({ state: 'paid' })
  })
})

describe('a payment does not arrive', () => {
  test('after 15 minutes, not one less: expired, closed at the provider, her time is free, told once', async () => {
    const order = await booked()
    const request = await openWallet(cast.anna, order)
    await world.advance({ minutes: 14, seconds: 59 })
    await world.drain()
    expect((await read(order)).state).toBe('booked')
    await world.advance({ seconds: 1 })
    await world.drain()
    expect(await read(order)).toMatchObject({ state: 'expired', can: { pay: false, cancel: false } })
    expect(await reservations(order)).toEqual([])
    expect(atProvider(order)).toEqual(['CLOSED'])
    expect(world.sandbox.control.pay(request).problem).toBe('closed')
    await world.advance({ hours: 1 })
    await world.drain()
    expect(await kinds(order)).toEqual(['booked', 'expired'])
    expect(said(await tell(world, cast.anna, `/orders/${order.id}/pay`, { version: 2 }))).toBe('409 NOT_ALLOWED_NOW')
    await bookedOrder(cast.anna, cast.mum, { companionId: cast.wang.id, startsAt: order.startsAt })
  })

  test('a lost timer is made good by the sweep; the provider down does not keep an order alive', async () => {
    const order = await booked()
    await openWallet(cast.anna, order)
    await world.rows(sql`delete from core.tasks where key = ${`orders.expire:${order.id}`}`)
    misbehave({ do: 'error', status: 500, action: '/v3/pay/transactions', count: 0 })
    await world.advance({ minutes: 21 })
    await world.drain()
    expect(await kinds(order)).toEqual(['booked', 'expired'])
    world.sandbox.control.clearScenarios()
    await world.advance({ minutes: 11 })
    await world.drain()
    expect(atProvider(order)).toEqual(['CLOSED'])
  })

  test.each(['expired', 'cancelled'] as const)('paid after it was %s: given back in full, told once', async (end) => {
    const order = await booked()
    // the provider takes no expiry nearer than a minute: the wallet can be open longer than the order
    await world.advance({ minutes: 14, seconds: 30 })
    const request = await openWallet(cast.anna, order)
    // the provider says "closed", and the payment comes in all the same
    misbehave({ do: 'paid-despite-close' })
    if (end === 'expired') await world.advance({ seconds: 30 })
    else
      expect(
        said(await tell(world, cast.anna, `/orders/${order.id}/cancel`, { version: order.version, refundFen: 0 })),
      ).toBe('200')
    await world.drain()
    await moneyArrives(world)
    await world.advance({ minutes: 6 })
    await moneyArrives(world)
    expect(await read(order)).toMatchObject({
      state: end,
      money: { paidFen: 21_800, refundedFen: 21_800, refundPendingFen: 0 },
    })
    expect(await kinds(order)).toEqual(['booked', end, 'refunded'])
    expect(await reservations(order)).toEqual([])
    expect(world.sandbox.control.pay(request).problem).toBeDefined()
  })

  test('the callback comes after the expiry and nobody could be asked before: given back in full', async () => {
    const order = await booked()
    misbehave({ on: 'callback', do: 'lost' })
    await pay(order)
    misbehave({ do: 'error', status: 500, action: '/v3/pay/transactions', count: 0 })
    await world.advance({ minutes: 15 })
    await world.drain()
    expect((await read(order)).state).toBe('expired')
    world.sandbox.control.clearScenarios()
    redeliver(order)
    await moneyArrives(world)
    expect(await kinds(order)).toEqual(['booked', 'expired', 'refunded'])
    expect((await read(order)).money).toMatchObject({ paidFen: 21_800, refundedFen: 21_800 })
  })

  test('two payments of one order: the second goes back, the visit goes on', async () => {
    const order = await booked()
    await openWallet(cast.anna, order)
    // signed in with another WeChat: the first payment is closed at the provider, which takes the money nevertheless
    misbehave({ do: 'paid-despite-close' })
    misbehave({ on: 'callback', do: 'lost' })
    const other = world.sandbox.control.createUser()
    await world.rows(sql`update identity.accounts set openid = ${other.openid} where id = ${cast.anna.accountId}`)
    await pay(order)
    await moneyArrives(world)
    await world.advance({ minutes: 6 })
    await moneyArrives(world)
    expect(await read(order)).toMatchObject({ state: 'paid', money: { paidFen: 43_600, refundedFen: 21_800 } })
    expect(await kinds(order)).toEqual(['booked', 'paid', 'assigned', 'refunded'])
    await world.rows(sql`update identity.accounts set openid = ${cast.anna.openid} where id = ${cast.anna.accountId}`)
  })
})

test('news that do not fit: another amount pays nothing, news told twice or of no order of ours change nothing', async () => {
  const order = await booked()
  const told = (event: 'payments.captured' | 'payments.refunded', payload: { orderId: string; amountFen: number }) =>
    world.system.db.tx(async (tx) => {
      const now = world.clock.now()
      if (event === 'payments.refunded') await emit(tx, event, { ...payload, refundKey: `${payload.orderId}:x` }, now)
      else await emit(tx, event, { ...payload, paymentNumber: 'P1', paidAt: now.toISOString() }, now)
    })
  await told('payments.captured', { orderId: order.id, amountFen: 1 })
  await told('payments.captured', { orderId: newId(), amountFen: 21_800 })
  await told('payments.refunded', { orderId: newId(), amountFen: 21_800 })
  await world.drain()
  expect(await kinds(order)).toEqual(['booked'])
  const asked = await world.rows(sql`select refund_key, state from payments.refunds where order_id = ${order.id}`)
  expect(asked).toEqual([{ refund_key: `${order.id}:unused-P1`, state: 'refused' }])
  await pay(order)
  await moneyArrives(world)
  // refund news before, between and twice: told once
  for (let i = 0; i < 3; i++) await told('payments.refunded', { orderId: order.id, amountFen: 100 })
  await world.drain()
  expect(await kinds(order)).toEqual(['booked', 'paid', 'assigned', 'refunded'])
  expect(await world.rows(sql`select 1 from core.tasks where dead_at is not null or attempts > 3`)).toEqual([])
})

test('an unpaid order that is cancelled is closed at the provider, and the companion never hears of it', async () => {
  const order = await bookedOrder(cast.anna, cast.mum, { companionId: chen.id, startsAt: nextStart() })
  await openWallet(cast.anna, order)
  const before = await written(world)
  expect(said(await tell(world, cast.anna, `/orders/${order.id}/cancel`, { version: 1, refundFen: 100 }))).toBe(
    '409 CONFLICT',
  )
  expect(await written(world)).toBe(before)
  expect(said(await tell(world, cast.anna, `/orders/${order.id}/cancel`, { version: 1, refundFen: 0 }))).toBe('200')
  await world.drain()
  expect(atProvider(order)).toEqual(['CLOSED'])
  expect((await chen.api.orders.listTasks({ query: { tab: 'done' } })).items).toEqual([])
  expect(await world.rows(sql`select 1 from core.tasks where key like ${`orders.%:${order.id}`}`)).toEqual([])
})
