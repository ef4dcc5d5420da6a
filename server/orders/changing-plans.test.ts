/** Plans change: another time, another companion, nobody comes. The companion's time is right after each of them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FamilyOrder } from '@banyi/contract/orders'
import { operatorWith } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { checkBooks } from '../payments/index.ts'
import {
  acceptedOrder,
  bookedOrder,
  castOf,
  moneyArrives,
  newCompanion,
  paidOrder,
  said,
  tell,
  walk,
  written,
  type Cast,
  type Companion,
} from './testing.ts'

let world: World
let cast: Cast
let zhao: Companion
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  zhao = await newCompanion(world, cast.desk, { name: '赵敏' })
})
afterEach(async () => expect(await checkBooks(world.system)).toEqual([]))
afterAll(() => world.close())

/** 09:00 in Shanghai, each time another day, at least three days from now */
let days = 2
const nextDay = (): Date =>
  new Date(Math.floor(world.clock.now().getTime() / 86_400_000 + ++days) * 86_400_000 + 3_600_000)
const hours = (at: Date | string, n: number): string => new Date(new Date(at).getTime() + n * 3_600_000).toISOString()
const read = ({ id }: { id: string }): Promise<FamilyOrder> => cast.anna.api.orders.getMyOrder({ params: { id } })
const kinds = (order: FamilyOrder): string[] => order.timeline.map(({ kind }) => kind)
const family = async (order: FamilyOrder, what: string, body: object = {}) =>
  tell(world, cast.anna, `/orders/${order.id}/${what}`, { version: (await read(order)).version, ...body })
const companion = async (who: Companion, order: FamilyOrder, what: string, body: object = {}) =>
  tell(world, who, `/orders/tasks/${order.id}/${what}`, {
    version: (await read(order)).version,
    ...(what === 'accept' ? { contractVersion: 1 } : {}),
    ...body,
  })
const reschedule = (order: FamilyOrder, startsAt: string) => family(order, 'reschedule', { startsAt })
const preview = ({ id }: FamilyOrder, startsAt: string) =>
  cast.anna.api.orders.previewReschedule({ params: { id }, query: { startsAt } })
/** whose time the order has, and from when */
const takes = async ({ id }: FamilyOrder): Promise<string[]> =>
  (
    await world.rows<{ who: string; at: Date }>(
      sql`select c.name as who, r.starts_at as at from companions.reservations r join companions.companions c on c.id = r.companion_id where r.order_id = ${id}`,
    )
  ).map(({ who, at }) => `${who} ${at.toISOString()}`)
const moveTo = (at: Date | string): Promise<void> =>
  world.advance({ seconds: (new Date(at).getTime() - world.clock.now().getTime()) / 1000 })

describe('another time', () => {
  test('the same companion; her time moves; shown first; at most twice', async () => {
    const day = nextDay()
    const order = await acceptedOrder(world, cast, { startsAt: day.toISOString() })
    expect(await preview(order, hours(day, 2))).toMatchObject({ isPossible: true, refundFen: 0, changesLeft: 2 })
    expect((await reschedule(order, hours(day, 2))).body).toMatchObject({
      state: 'accepted',
      companion: { name: '王秀珍' },
      startsAt: hours(day, 2),
      endsAt: hours(day, 6),
    })
    expect(await takes(order)).toEqual([`王秀珍 ${hours(day, 2)}`])
    await bookedOrder(cast.anna, cast.mum, { companionId: zhao.id, startsAt: day.toISOString() })
    expect((await reschedule(order, hours(day, 26))).status).toBe(200)
    const before = await written(world)
    expect(await preview(order, hours(day, 3))).toMatchObject({ isPossible: false, changesLeft: 0 })
    expect(said(await reschedule(order, hours(day, 3)))).toBe('409 NOT_ALLOWED_NOW')
    expect(await written(world)).toBe(before)
  })

  test('not when she is taken then, nor too late, too soon, too far, nor to the same time', async () => {
    days += 1
    const day = nextDay()
    const order = await acceptedOrder(world, cast, { startsAt: day.toISOString() })
    await acceptedOrder(world, cast, { startsAt: hours(day, 24) })
    const before = await written(world)
    expect(await preview(order, hours(day, 23))).toMatchObject({
      isPossible: false,
      sentence: '陪诊员这个时间没有空，请换一个时间',
    })
    expect(said(await reschedule(order, hours(day, 23)))).toBe('409 TIME_TAKEN')
    for (const at of [
      day.toISOString(),
      hours(day, 12),
      hours(world.clock.now(), 0.5),
      '2027-06-01T01:00:00.000Z',
      '9999-12-31T00:00:00Z',
      '0001-01-01T00:00:00Z',
    ])
      expect([at, said(await reschedule(order, at)), (await preview(order, at)).isPossible]).toEqual([
        at,
        '409 NOT_ALLOWED_NOW',
        false,
      ])
    expect(await written(world)).toBe(before)
    await moveTo(hours(day, -2))
    expect(await preview(order, hours(day, 2))).toMatchObject({ isPossible: true })
    await world.advance({ minutes: 1 })
    expect(said(await reschedule(order, hours(day, 2)))).toBe('409 NOT_ALLOWED_NOW')
  })

  test('from early to late: the early service comes back once, whatever else was refunded; not back to early', async () => {
    days += 2
    const day = nextDay()
    const desk = await operatorWith(world, ['finance'])
    const order = await acceptedOrder(world, cast, { startsAt: hours(day, -2) })
    expect(order.money.totalFen).toBe(25_800)
    await tell(world, desk, `/orders/board/${order.id}/refund`, {
      version: order.version,
      amountFen: 800,
      reason: '补偿',
    })
    expect(await preview(order, day.toISOString())).toMatchObject({ refundFen: 4000 })
    expect((await reschedule(order, day.toISOString())).status).toBe(200)
    expect(said(await reschedule(order, hours(day, -2)))).toBe('409 NOT_ALLOWED_NOW')
    expect((await reschedule(order, hours(day, 1))).status).toBe(200)
    await moneyArrives(world)
    expect((await read(order)).money).toMatchObject({ refundedFen: 4800, refundPendingFen: 0 })
    expect(
      await world.rows(sql`select 1 from orders.orders where id = ${order.id} and refund_due_fen = 4800`),
    ).toHaveLength(1)
  })
})

describe('another companion', () => {
  test('refused: back to the pool, she sees it no more, the next one takes it', async () => {
    const day = nextDay().toISOString()
    const order = await paidOrder(world, cast.anna, cast.mum, { companionId: cast.wang.id, startsAt: day })
    expect((await companion(cast.wang, order, 'refuse', { reason: '那天有事' })).status).toBe(200)
    expect(await read(order)).toMatchObject({ state: 'paid', isAwaitingCompanion: true, companion: null })
    expect(await takes(order)).toEqual([])
    expect(said(await companion(cast.wang, order, 'accept'))).toBe('404 NOT_FOUND')
    expect((await companion(zhao, order, 'accept')).body).toMatchObject({ state: 'accepted' })
    expect(await takes(order)).toEqual([`赵敏 ${day}`])
  })

  test('handed over on the way: the steps begin anew, the earlier departure is hers alone', async () => {
    const day = nextDay()
    const order = await acceptedOrder(world, cast, { startsAt: day.toISOString() })
    await walk(cast.wang, cast.anna, order.id, ['departed'])
    expect(said(await companion(cast.wang, order, 'hand-over', { reason: '车坏了' }))).toBe('200')
    expect((await read(order)).steps.map(({ state }) => state)).not.toContain('done')
    const taken = await companion(zhao, order, 'accept')
    expect(taken.body).toMatchObject({ state: 'accepted', nextStep: 'departed' })
    await walk(zhao, cast.anna, order.id, ['departed', 'met'])
    expect(said(await companion(zhao, order, 'hand-over', { reason: '累了' }))).toBe('409 NOT_ALLOWED_NOW')
    expect(kinds(await read(order)).filter((kind) => kind === 'departed')).toHaveLength(2)
    expect(await takes(order)).toEqual([`赵敏 ${day.toISOString()}`])
  })

  test('no answer in four hours: free for others; the family may choose, or leave it to the platform', async () => {
    const day = nextDay().toISOString()
    const order = await paidOrder(world, cast.anna, cast.mum, { companionId: cast.wang.id, startsAt: day })
    expect((await family(order, 'companion', { companionId: zhao.id })).body).toMatchObject({
      companion: { name: '赵敏' },
    })
    expect(await takes(order)).toEqual([`赵敏 ${day}`])
    expect(said(await family(order, 'companion', { companionId: zhao.id }))).toBe('400 INVALID')
    await world.advance({ hours: 3, minutes: 59 })
    await world.drain()
    expect((await read(order)).companion?.name).toBe('赵敏')
    await world.advance({ minutes: 1 })
    await world.drain()
    expect(await read(order)).toMatchObject({ isAwaitingCompanion: true })
    expect(await takes(order)).toEqual([])
    expect((await family(order, 'companion', { companionId: cast.wang.id })).status).toBe(200)
    expect((await family(order, 'companion', { companionId: null })).body).toMatchObject({ isAwaitingCompanion: true })
    expect(
      await world.rows(
        sql`select 1 from core.tasks where kind = 'orders.offer-to-pool' and payload ->> 'orderId' = ${order.id}`,
      ),
    ).toHaveLength(1)
    expect((await companion(cast.wang, order, 'accept')).status).toBe(200)
    expect(said(await family(order, 'companion', { companionId: zhao.id }))).toBe('409 NOT_ALLOWED_NOW')
  })

  test('assigned in the middle of the visit: goes on where the other stopped, though she was busy in the morning', async () => {
    const day = nextDay()
    const order = await acceptedOrder(world, cast, { startsAt: day.toISOString() })
    await paidOrder(world, cast.anna, cast.mum, {
      companionId: zhao.id,
      startsAt: hours(day, -1),
      packageKind: 'fetch-medicine',
    })
    await moveTo(hours(day, 1))
    await walk(cast.wang, cast.anna, order.id, ['departed', 'met', 'registered'])
    await world.advance({ minutes: 30 })
    const desk = await operatorWith(world, ['dispatcher'])
    const answer = await tell(world, desk, `/orders/board/${order.id}/assign`, {
      version: (await read(order)).version,
      companionId: zhao.id,
      reason: '突发不适',
    })
    expect(answer.body).toMatchObject({ state: 'registered', companionName: '赵敏' })
    expect(said(await companion(cast.wang, order, 'milestones', { kind: 'in-consultation' }))).toBe('404 NOT_FOUND')
    await walk(zhao, cast.anna, order.id, ['in-consultation', 'exams', 'medicine', 'finished'])
    expect((await takes(order))[0]).toMatch(/^赵敏/)
  })
})

describe('nobody comes', () => {
  test('the companion does not: from 15 minutes on; all the money back; patient no-show: from 30 minutes on', async () => {
    const day = nextDay()
    const order = await acceptedOrder(world, cast, { startsAt: day.toISOString() })
    const other = await acceptedOrder(world, cast, { companionId: zhao.id, startsAt: day.toISOString() }).catch(
      () => null,
    )
    expect(other).toBeNull()
    await moveTo(hours(day, 14 / 60))
    expect(said(await family(order, 'companion-no-show', { reason: '没有来' }))).toBe('409 NOT_ALLOWED_NOW')
    await world.advance({ minutes: 1 })
    expect((await family(order, 'companion-no-show', { reason: '没有来' })).body).toMatchObject({
      state: 'paid',
      isAwaitingCompanion: true,
    })
    expect(await takes(order)).toEqual([])
    expect((await family(order, 'cancel', { refundFen: 21_800 })).status).toBe(200)

    const tomorrow = await acceptedOrder(world, cast, { startsAt: hours(day, 24) })
    await moveTo(hours(day, 24))
    await walk(cast.wang, cast.anna, tomorrow.id, ['departed'])
    await world.advance({ minutes: 29 })
    expect(said(await companion(cast.wang, tomorrow, 'patient-no-show', { reason: '没有来' }))).toBe(
      '409 NOT_ALLOWED_NOW',
    )
    await world.advance({ minutes: 1 })
    expect((await companion(cast.wang, tomorrow, 'patient-no-show', { reason: '没有来' })).body).toMatchObject({
      state: 'no-show',
      phase: 'over',
    })
    await moneyArrives(world)
    expect([
      (await read(order)).money.refundedFen,
      (await read(tomorrow)).money.refundedFen,
      await takes(tomorrow),
    ]).toEqual([21_800, 6540, []])
  })
})
