/** A family that is not content: nothing is released until it is decided, the words stay between her and the desk. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FamilyOrder } from '@banyi/contract/orders'
import { sql } from '../core/sql.ts'
import { operatorWith, type Staff } from '../core/testing/people.ts'
import { newId, newWorld, type Answer, type World } from '../core/testing/world.ts'
import { checkBooks } from '../payments/index.ts'
import {
  acceptedOrder,
  castOf,
  moneyArrives,
  reportedOrder,
  said,
  settlementsOf,
  tell,
  walk,
  written,
  type Cast,
} from './testing.ts'

let world: World
let cast: Cast
let finance: Staff
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  finance = await operatorWith(world, ['finance'])
  // days pass in here; how sessions end is proven elsewhere
  await world.rows(sql`update identity.sessions set last_seen_at = '2030-01-01', expires_at = '2030-01-01'`)
})
afterEach(async () => expect(await checkBooks(world.system)).toEqual([]))
afterAll(() => world.close())

let day = 0
/** the third day from now or later, each day once, so that she is free */
function nextStart(): string {
  day = Math.max(day + 1, Math.floor(world.clock.now().getTime() / 86_400_000 + 3))
  return new Date(day * 86_400_000 + 3_600_000).toISOString()
}
const read = ({ id }: { id: string }): Promise<FamilyOrder> => cast.anna.api.orders.getMyOrder({ params: { id } })
const now = async (order: { id: string }) => (await read(order)).version
const WORDS = '医生说要空腹，她却带妈妈吃了早饭，血白抽了'
const object = async (order: { id: string }, version?: number) =>
  tell(world, cast.anna, `/orders/${order.id}/dispute`, {
    version: version ?? (await now(order)),
    category: 'not-as-agreed',
    what: WORDS,
  })
const withdraw = async (order: { id: string }) =>
  tell(world, cast.anna, `/orders/${order.id}/dispute/withdraw`, { version: await now(order) })
const decide = async (order: { id: string }, body: object): Promise<Answer> =>
  tell(world, cast.desk, `/orders/board/${order.id}/dispute/decide`, {
    version: await now(order),
    answer: '已与双方核实，按约定处理',
    ...body,
  })
const pass = async (hours: number): Promise<void> => {
  await world.advance({ hours })
  await world.drain()
}
const refunds = ({ id }: { id: string }) =>
  world.rows(
    sql`select refund_key, amount_fen::int as fen, born_by from orders.refunds where order_id = ${id} order by at`,
  )

describe('opened', () => {
  test('the 72 hours stop, the income waits, the words are for her and the dispatcher alone', async () => {
    const order = await reportedOrder(world, cast, { startsAt: nextStart() })
    expect(order.can).toMatchObject({ dispute: true, withdrawDispute: false, confirm: true })
    const opened = await object(order, order.version)
    expect(opened.body).toMatchObject({ state: 'open', what: WORDS, category: 'not-as-agreed', decision: null })
    await pass(24 * 10)
    const after = await read(order)
    expect(after).toMatchObject({
      state: 'reported',
      autoConfirmAt: null,
      dispute: { state: 'open' },
      can: { dispute: false, withdrawDispute: true },
    })
    expect(await settlementsOf(world, order.id)).toEqual([])

    const task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    expect(task).toMatchObject({ isDisputed: true, income: { isEstimate: true, totalFen: 16_350 } })
    const { items, pendingFen } = await cast.wang.api.orders.listMyIncome({ query: {} })
    expect(items.find(({ orderId }) => orderId === order.id)).toMatchObject({ settlesAt: null })
    expect(pendingFen).toBe(16_350)
    const hers = JSON.stringify([task, items])
    expect(hers).not.toMatch(/空腹|异议|dispute-decided|"disputed"/)

    const list = await cast.desk.api.orders.listDisputes({ query: { state: 'open' } })
    expect(list).toMatchObject({ open: 1, items: [{ what: WORDS, isLate: true, heldFen: 21_800, totalFen: 21_800 }] })
    expect((await finance.api.orders.listDisputes({ query: {} })).items).toMatchObject([{ what: '', answer: null }])
    const onBoard = await cast.desk.api.orders.getBoardOrder({ params: { id: order.id } })
    expect(onBoard).toMatchObject({
      flags: ['disputed'],
      dispute: { what: WORDS },
      can: { decideDispute: true, confirm: false, cancel: false },
    })
    expect((await finance.api.orders.getBoardOrder({ params: { id: order.id } })).dispute?.what).toBe('')
    expect((await cast.desk.api.orders.listBoard({ query: { flag: 'disputed' } })).items).toHaveLength(1)
    const kept = await world.rows(sql`select what_enc from orders.disputes`)
    expect(JSON.stringify(kept)).not.toContain('空腹')
    expect(said(await decide(order, { decision: 'release' }))).toBe('200')
    await moneyArrives(world)
  })

  test('once, by her, with the version she saw, while something is held; a refusal writes nothing', async () => {
    const early = await acceptedOrder(world, cast, { startsAt: nextStart() })
    const before = await written(world)
    expect(said(await object(early))).toBe('409 NOT_ALLOWED_NOW')
    expect(said(await withdraw(early))).toBe('409 NOT_ALLOWED_NOW')
    expect(said(await decide(early, { decision: 'release' }))).toBe('409 NOT_ALLOWED_NOW')
    expect(await written(world)).toBe(before)

    const order = await reportedOrder(world, cast, { startsAt: nextStart() })
    const answers = await Promise.all([1, 2, 3].map(() => object(order, order.version)))
    expect(answers.map(said).toSorted()).toEqual(['200', '409 CONFLICT', '409 CONFLICT'])
    const open = await written(world)
    expect(said(await object(order))).toBe('409 NOT_ALLOWED_NOW')
    for (const wrong of [
      { decision: 'release', refundFen: 1 },
      { decision: 'refund', refundFen: 0 },
      { decision: 'refund', refundFen: 21_801 },
      { decision: 'withdrawn', refundFen: 0 },
      { decision: 'refund', refundFen: 100, bornBy: 'nobody' },
      { decision: 'refund', refundFen: 100, answer: '' },
    ])
      expect(said(await decide(order, wrong))).toBe('400 INVALID')
    const version = await now(order)
    const board = `/orders/board/${order.id}`
    expect(said(await tell(world, cast.desk, `${board}/confirm`, { version, reason: '家属同意' }))).toBe(
      '409 NOT_ALLOWED_NOW',
    )
    expect(said(await tell(world, cast.desk, `${board}/cancel`, { version, reason: '医院停诊', refundFen: 0 }))).toBe(
      '409 NOT_ALLOWED_NOW',
    )
    expect(await written(world)).toBe(open)
  })
})

describe('ended', () => {
  test('taken back: what was left and a day, then it is taken as done', async () => {
    const order = await reportedOrder(world, cast, { startsAt: nextStart() })
    await pass(70)
    await object(order)
    await pass(100)
    expect((await withdraw(order)).body).toMatchObject({ state: 'decided', decision: 'withdrawn' })
    expect(new Date((await read(order)).autoConfirmAt ?? 0).getTime() - world.clock.now().getTime()).toBe(
      26 * 3_600_000,
    )
    await pass(25)
    expect((await read(order)).state).toBe('reported')
    expect(said(await object(order))).toBe('409 NOT_ALLOWED_NOW')
    await pass(1)
    await moneyArrives(world)
    expect(await read(order)).toMatchObject({ state: 'confirmed', can: { dispute: false } })
    expect(await settlementsOf(world, order.id)).toEqual([{ kept: 21_800, income: 16_350, coupon_back: 0 }])
  })

  test('confirmed in spite of it: taken back and confirmed', async () => {
    const order = await reportedOrder(world, cast, { startsAt: nextStart() })
    await object(order)
    expect(said(await tell(world, cast.anna, `/orders/${order.id}/confirm`, { version: await now(order) }))).toBe('200')
    expect(await read(order)).toMatchObject({ state: 'confirmed', dispute: { decision: 'withdrawn' } })
    expect(await settlementsOf(world, order.id)).toHaveLength(1)
  })

  test.each([
    ['release', 0, 'shared', { kept: 21_800, income: 16_350, coupon_back: 0 }],
    ['refund', 8000, 'shared', { kept: 13_800, income: 10_350, coupon_back: 0 }],
    ['refund', 8000, 'platform', { kept: 13_800, income: 13_800, coupon_back: 0 }],
    ['refund', 8000, 'companion', { kept: 13_800, income: 8350, coupon_back: 0 }],
    ['refund', 21_800, 'shared', { kept: 0, income: 0, coupon_back: 0 }],
  ] as const)(
    '%s %i, born by %s: settled at once, the rest confirmed',
    async (decision, refundFen, bornBy, expected) => {
      const order = await reportedOrder(world, cast, { startsAt: nextStart() })
      await object(order)
      const version = await now(order)
      const body = { decision, refundFen, bornBy, version }
      const answers = await Promise.all([decide(order, body), decide(order, body)])
      expect(answers.map(said).toSorted()).toEqual(['200', '409 CONFLICT'])
      expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ decision, refundFen, isLate: false })
      await moneyArrives(world)
      expect(await read(order)).toMatchObject({
        state: 'confirmed',
        money: { refundedFen: refundFen },
        dispute: { decision, refundFen, answer: '已与双方核实，按约定处理' },
      })
      expect(await settlementsOf(world, order.id)).toEqual([expected])
      expect(await refunds(order)).toEqual(
        refundFen ? [{ refund_key: `${order.id}:dispute`, fen: refundFen, born_by: bornBy }] : [],
      )
      const task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
      expect(task.income).toMatchObject({ isEstimate: false, totalFen: expected.income })
      expect(task.isDisputed).toBe(false)
      // settled is settled: the fund pays from now on
      expect(said(await object(order))).toBe('409 NOT_ALLOWED_NOW')
      const onBoard = await cast.desk.api.orders.getBoardOrder({ params: { id: order.id } })
      expect(onBoard.can).toMatchObject({ compensate: true, refund: false, decideDispute: false })
      const again = { version: onBoard.version, amountFen: 1, reason: '补偿' }
      expect(said(await tell(world, cast.desk, `/orders/board/${order.id}/refund`, again))).toBe('409 NOT_ALLOWED_NOW')
      expect(onBoard.log.map(({ action }) => action)).toContain('orders.decide-dispute')
    },
  )
})

describe('called off with a part kept', () => {
  /** she had departed: 30 % back, 15 260 kept */
  async function calledOff(): Promise<FamilyOrder> {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    await walk(cast.wang, cast.anna, order.id, ['departed'])
    const { version } = await read(order)
    await cast.anna.api.orders.cancelOrder({
      params: { id: order.id },
      body: { commandId: newId(), version, refundFen: 6540 },
    })
    await moneyArrives(world)
    return read(order)
  }
  test('settled after 72 hours of silence, not a minute before; a lost timer is made good', async () => {
    const order = await calledOff()
    expect(order.can.dispute).toBe(true)
    await pass(71)
    expect(await settlementsOf(world, order.id)).toEqual([])
    await world.rows(sql`delete from core.tasks where key = ${`orders.settle:${order.id}`}`)
    await world.advance({ hours: 1, minutes: 10 })
    await world.drain()
    await pass(1)
    expect(await settlementsOf(world, order.id)).toEqual([{ kept: 15_260, income: 11_445, coupon_back: 0 }])
    expect(said(await object(order))).toBe('409 NOT_ALLOWED_NOW')
    await pass(100)
    const told = await world.rows(
      sql`select 1 from payments.postings where order_id = ${order.id} and kind = 'settled'`,
    )
    expect(told).toHaveLength(1)
  })
  test('disputed: decided, the rest settles at once and the order stays called off', async () => {
    const order = await calledOff()
    expect(said(await object(order))).toBe('200')
    await pass(200)
    expect(await settlementsOf(world, order.id)).toEqual([])
    expect(said(await decide(order, { decision: 'refund', refundFen: 5260 }))).toBe('200')
    await moneyArrives(world)
    expect(await read(order)).toMatchObject({ state: 'cancelled', money: { refundedFen: 11_800 } })
    expect(await settlementsOf(world, order.id)).toEqual([{ kept: 10_000, income: 7500, coupon_back: 0 }])
  })
  test('disputed and taken back: at most 72 hours more', async () => {
    const order = await calledOff()
    await object(order)
    expect(said(await withdraw(order))).toBe('200')
    await pass(71)
    expect(await settlementsOf(world, order.id)).toEqual([])
    await pass(1)
    expect(await settlementsOf(world, order.id)).toHaveLength(1)
  })
  test('all back: nothing to object to, nothing to settle', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
    await cast.anna.api.orders.cancelOrder({
      params: { id: order.id },
      body: { commandId: newId(), version: order.version, refundFen: 21_800 },
    })
    await pass(100)
    expect((await read(order)).can.dispute).toBe(false)
    expect(said(await object(order))).toBe('409 NOT_ALLOWED_NOW')
    expect(await settlementsOf(world, order.id)).toEqual([])
    expect((await cast.wang.api.orders.listMyIncome({ query: {} })).items.map(({ orderId }) => orderId)).not.toContain(
      order.id,
    )
  })
})

test('the desk confirms for a family that cannot, with a reason', async () => {
  const order = await reportedOrder(world, cast, { startsAt: nextStart() })
  const path = `/orders/board/${order.id}/confirm`
  const before = await written(world)
  expect(said(await tell(world, cast.desk, path, { version: order.version, reason: '' }))).toBe('400 INVALID')
  expect(said(await tell(world, cast.desk, path, { version: order.version - 1, reason: '电话确认' }))).toBe(
    '409 CONFLICT',
  )
  expect(await written(world)).toBe(before)
  expect(said(await tell(world, cast.desk, path, { version: order.version, reason: '电话确认' }))).toBe('200')
  expect(await settlementsOf(world, order.id)).toHaveLength(1)
  expect((await cast.desk.api.orders.getBoardOrder({ params: { id: order.id } })).log).toMatchObject([
    { action: 'orders.confirm', reason: '电话确认' },
  ])
})
