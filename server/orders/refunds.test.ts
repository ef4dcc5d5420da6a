/** What comes back: graded to the minute, the same at the tap as shown before, never more than was paid, tried again when it failed. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FamilyOrder, OperatorOrder } from '@banyi/contract/orders'
import { operatorWith, type Staff } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { checkBooks } from '../payments/index.ts'
import {
  acceptedOrder,
  bookedOrder,
  castOf,
  moneyArrives,
  paidOrder,
  said,
  tell,
  walk,
  written,
  type Cast,
} from './testing.ts'

let world: World
let cast: Cast
let desk: Staff
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
})
afterEach(async () => {
  world.sandbox.control.clearScenarios()
  expect(await checkBooks(world.system)).toEqual([])
})
afterAll(() => world.close())

const read = ({ id }: { id: string }): Promise<FamilyOrder> => cast.anna.api.orders.getMyOrder({ params: { id } })
const onBoard = ({ id }: { id: string }): Promise<OperatorOrder> => desk.api.orders.getBoardOrder({ params: { id } })
const preview = ({ id }: { id: string }) => cast.anna.api.orders.previewCancel({ params: { id } })
const cancel = ({ id, version }: { id: string; version: number }, refundFen: number) =>
  tell(world, cast.anna, `/orders/${id}/cancel`, { version, refundFen })
const misbehave = (trick: 'refund-abnormal' | 'refund-closed') =>
  world.sandbox.control.misbehave({ vendor: 'wxpay', do: trick })
/** the third day from now, 09:00 in Shanghai: always more than 24 hours away */
const nextStart = (): string =>
  new Date(Math.floor(world.clock.now().getTime() / 86_400_000 + 3) * 86_400_000 + 3_600_000).toISOString()
/** so many minutes before the start */
const moveTo = (order: FamilyOrder, minutes: number): Promise<void> =>
  world.advance({ seconds: (new Date(order.startsAt).getTime() - world.clock.now().getTime()) / 1000 - minutes * 60 })

describe('the family cancels', () => {
  test.each([
    ['24 hours before', 24 * 60, 100, 21_800],
    ['a minute less', 24 * 60 - 1, 80, 17_440],
    ['4 hours before', 4 * 60, 80, 17_440],
    ['a minute less', 4 * 60 - 1, 50, 10_900],
    ['a minute before', 1, 50, 10_900],
    ['an hour late, nobody having departed', -60, 50, 10_900],
  ])('%s (%i minutes): %i %%', async (_name, minutes, percent, refundFen) => {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    await moveTo(order, minutes)
    const shown = await preview(order)
    expect(shown).toMatchObject({
      refundFen,
      keptFen: 21_800 - refundFen,
      refundPercent: percent,
      version: order.version,
    })
    expect((await cancel(order, refundFen)).body).toMatchObject({ state: 'cancelled' })
    await moneyArrives(world)
    expect((await read(order)).money).toMatchObject({
      totalFen: 21_800,
      paidFen: 21_800,
      refundedFen: refundFen,
      refundPendingFen: 0,
    })
    expect((await read(order)).timeline.map(({ kind }) => kind).slice(-2)).toEqual(['cancelled', 'refunded'])
    expect(await world.rows(sql`select 1 from companions.reservations where order_id = ${order.id}`)).toEqual([])
  })

  test('after she departed 30 %, after the meeting not at all; nobody accepted: all of it', async () => {
    const startsAt = nextStart()
    const waiting = await paidOrder(world, cast.anna, cast.mum, { companionId: cast.wang.id, startsAt })
    await moveTo(waiting, 70)
    expect(await preview(waiting)).toMatchObject({ refundPercent: 100, refundFen: 21_800 })
    expect(said(await cancel(waiting, 21_800))).toBe('200')
    const order = await acceptedOrder(world, cast, { startsAt })
    await walk(cast.wang, cast.anna, order.id, ['departed'])
    expect(await preview(order)).toMatchObject({ refundPercent: 30, refundFen: 6540 })
    await walk(cast.wang, cast.anna, order.id, ['met'])
    const met = await read(order)
    expect(said(await cancel(met, 6540))).toBe('409 NOT_ALLOWED_NOW')
    expect((await world.call('GET', `/orders/${order.id}/cancellation`, { token: cast.anna.token })).body.code).toBe(
      'NOT_ALLOWED_NOW',
    )
  })

  test('the amount changed between look and tap: refused with the new one, nothing written; twice at once: once', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    await moveTo(order, 24 * 60)
    const { refundFen } = await preview(order)
    await world.advance({ minutes: 1 })
    const before = await written(world)
    const late = await cancel(order, refundFen)
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT', facts: { refundFen: 17_440, version: order.version } },
    })
    expect(await written(world)).toBe(before)
    const answers = await Promise.all([1, 2, 3, 4].map(() => cancel(order, 17_440)))
    expect(answers.map(said).toSorted()).toEqual(['200', '409 CONFLICT', '409 CONFLICT', '409 CONFLICT'])
    await moneyArrives(world)
    expect((await read(order)).money.refundedFen).toBe(17_440)
  })
})

describe('operators', () => {
  beforeAll(async () => {
    desk = await operatorWith(world, ['dispatcher', 'finance'])
  })
  const refund = (order: { id: string; version: number }, amountFen: number) =>
    tell(world, desk, `/orders/board/${order.id}/refund`, { version: order.version, amountFen, reason: '迟到补偿' })
  const cancelBy = (order: { id: string; version: number }, refundFen: number) =>
    tell(world, desk, `/orders/board/${order.id}/cancel`, { version: order.version, refundFen, reason: '医院停诊' })

  test('give back parts, never more than is left; what is left is what a cancellation gives a share of', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    const answers = await Promise.all([refund(order, 15_000), refund(order, 15_000)])
    expect(answers.map(said).toSorted()).toEqual(['200', '409 CONFLICT'])
    const before = await written(world)
    for (const fen of [6801, 21_800, 100_000_000])
      expect(said(await refund(await onBoard(order), fen))).toBe('400 INVALID')
    for (const fen of [0, -1, 0.5]) expect(said(await refund(await onBoard(order), fen))).toBe('400 INVALID')
    expect(said(await cancelBy(await onBoard(order), 6801))).toBe('400 INVALID')
    expect(await written(world)).toBe(before)
    expect(await preview(order)).toMatchObject({ refundFen: 6800, keptFen: 0 })
    expect((await cancelBy(await onBoard(order), 6800)).body).toMatchObject({ state: 'cancelled' })
    await moneyArrives(world)
    expect(await onBoard(order)).toMatchObject({
      money: { refundedFen: 21_800 },
      can: { refund: false, cancel: false },
    })
    expect((await onBoard(order)).log.map(({ action }) => action).toSorted()).toEqual([
      'orders.cancel',
      'orders.refund',
    ])
  })

  test('an unpaid order is cancelled without money; nothing can be refunded of it', async () => {
    const order = await bookedOrder(cast.anna, cast.mum, { startsAt: nextStart() })
    expect([said(await refund(order, 1)), said(await cancelBy(order, 1)), said(await cancelBy(order, 0))]).toEqual([
      '409 NOT_ALLOWED_NOW',
      '400 INVALID',
      '200',
    ])
  })

  test('a refund to a dead card raises the flag and stays promised', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    misbehave('refund-abnormal')
    expect(said(await cancel(order, 21_800))).toBe('200')
    await moneyArrives(world)
    expect(await onBoard(order)).toMatchObject({
      flags: ['refund-failed'],
      money: { refundedFen: 0, refundPendingFen: 21_800 },
    })
    expect(said(await refund(await onBoard(order), 1))).toBe('400 INVALID')
    const { items } = await desk.api.orders.listBoard({ query: { flag: 'refund-failed' } })
    expect(items.map(({ id }) => id)).toEqual([order.id])
  })

  test('a refund that the provider closed can be given again, and then the flag is gone', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    misbehave('refund-closed')
    expect(said(await cancel(order, 21_800))).toBe('200')
    await moneyArrives(world)
    const failed = await onBoard(order)
    expect(failed).toMatchObject({
      flags: ['refund-failed'],
      money: { refundedFen: 0, refundPendingFen: 0 },
      can: { refund: true },
    })
    expect(said(await refund(failed, 21_801))).toBe('400 INVALID')
    expect(said(await refund(failed, 21_800))).toBe('200')
    await moneyArrives(world)
    expect(await onBoard(order)).toMatchObject({ flags: [], money: { refundedFen: 21_800 }, can: { refund: false } })
    expect((await read(order)).timeline.filter(({ kind }) => kind === 'refunded')).toHaveLength(1)
  })

  test('what failed goes back once, whichever door gives it anew, and what is left is still settled', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    misbehave('refund-closed')
    expect(said(await refund(await onBoard(order), 5000))).toBe('200')
    await moneyArrives(world)
    const [failed] = (await desk.api.payments.listRefunds({ query: { query: order.number } })).items
    expect(failed).toMatchObject({ state: 'failed', can: { again: true } })
    expect(said(await refund(await onBoard(order), 5000))).toBe('200')
    await moneyArrives(world)
    const again = `/payments/finance/refunds/${failed?.number}/again`
    expect(said(await tell(world, desk, again, { reason: '再退一次' }))).toBe('409 CONFLICT')
    await moneyArrives(world)
    expect(await onBoard(order)).toMatchObject({ flags: [], money: { refundedFen: 5000, refundPendingFen: 0 } })
    // and the other way round
    misbehave('refund-closed')
    expect(said(await refund(await onBoard(order), 1000))).toBe('200')
    await moneyArrives(world)
    const [second] = (await desk.api.payments.listRefunds({ query: { query: order.number, state: 'failed' } })).items
    expect(
      said(await tell(world, desk, `/payments/finance/refunds/${second?.number}/again`, { reason: '再退一次' })),
    ).toBe('200')
    await moneyArrives(world)
    expect(await onBoard(order)).toMatchObject({ flags: [], money: { refundedFen: 6000 } })
    expect(said(await refund(await onBoard(order), 15_801))).toBe('400 INVALID')
    expect(said(await cancelBy(await onBoard(order), 15_800))).toBe('200')
    await moneyArrives(world)
    expect(await onBoard(order)).toMatchObject({ money: { refundedFen: 21_800, refundPendingFen: 0 } })
  })
})
