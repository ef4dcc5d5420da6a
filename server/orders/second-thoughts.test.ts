/** Ways around the rules that are closed, and an order that nobody came for. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { checkBooks } from '../payments/index.ts'
import { acceptedOrder, castOf, moneyArrives, paidOrder, RUIJIN, walk, type Cast } from './testing.ts'

let world: World
let cast: Cast
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
})
afterAll(() => world.close())

test('moving a near visit far ahead does not make calling it off free, and that is said before', async () => {
  const order = await acceptedOrder(world, cast, { startsAt: '2026-11-23T07:00:00.000Z' })
  const api = cast.anna.api.orders
  const startsAt = '2026-12-10T01:00:00.000Z'
  const preview = await api.previewReschedule({ params: { id: order.id }, query: { startsAt } })
  expect(preview.sentence).toContain('改期后再取消最多退 80%')
  const moved = await api.rescheduleOrder({
    params: { id: order.id },
    body: { commandId: newId(), version: order.version, startsAt },
  })
  expect(moved.timeline.at(-1)?.sentence).toBe('已改到 12月10日 09:00')
  const refund = await api.previewCancel({ params: { id: order.id } })
  expect(refund).toMatchObject({ refundPercent: 80, refundFen: 17_440 })
  await api.cancelOrder({
    params: { id: order.id },
    body: { commandId: newId(), version: moved.version, refundFen: 17_440 },
  })
})

test('a quote books once', async () => {
  const { anna, mum } = cast
  const quote = await anna.api.orders.getQuote({
    body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt: '2026-12-11T01:00:00.000Z' },
  })
  const book = () =>
    world.call('POST', '/orders', {
      token: anna.token,
      body: {
        commandId: newId(),
        quoteToken: quote.token,
        contractVersion: 1,
        patientId: mum.id,
        meetingPoint: '门诊大厅',
      },
    })
  const answers = await Promise.all([book(), book(), book()])
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409])
  expect(await world.rows(sql`select 1 from orders.orders where starts_at = '2026-12-11T01:00:00Z'`)).toHaveLength(1)
})

test('the next companion has three tries of her own', async () => {
  const order = await acceptedOrder(world, cast, { startsAt: '2026-12-12T01:00:00.000Z' })
  let task = await walk(cast.wang, cast.anna, order.id, ['departed'])
  const wrong = order.visitCode === '0000' ? '1111' : '0000'
  for (let i = 0; i < 3; i++)
    await world.call('POST', `/orders/tasks/${order.id}/milestones`, {
      token: cast.wang.token,
      body: { commandId: newId(), version: task.version, kind: 'met', visitCode: wrong },
    })
  task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
  expect(task.isVisitCodeLocked).toBe(true)
  await cast.wang.api.orders.handOverTask({
    params: { id: order.id },
    body: { commandId: newId(), version: task.version, reason: '身体不适' },
  })
  const seen = await cast.anna.api.orders.getMyOrder({ params: { id: order.id } })
  expect(seen.isVisitCodeLocked).toBe(false)
  expect(await world.rows(sql`select 1 from orders.code_tries where order_id = ${order.id}`)).toEqual([])
})

test('nobody came: when the time is over all of the money goes back by itself', async () => {
  const order = await paidOrder(world, cast.anna, cast.mum, { companionId: null, startsAt: '2026-11-24T01:00:00.000Z' })
  await world.advance({ hours: 29 })
  await moneyArrives(world)
  const seen = await cast.anna.api.orders.getMyOrder({ params: { id: order.id } })
  expect(seen).toMatchObject({ state: 'cancelled', money: { refundedFen: 21_800, refundPendingFen: 0 } })
  expect(seen.timeline.map((entry) => entry.kind)).toEqual(['booked', 'paid', 'cancelled', 'refunded'])
  expect(await checkBooks(world.system)).toEqual([])
})

test('what is to come stands soonest first, page by page; what was, newest first', async () => {
  const cast2 = await castOf(world)
  for (const day of [16, 14, 15])
    await paidOrder(world, cast2.anna, cast2.mum, { companionId: null, startsAt: `2026-12-${day}T01:00:00.000Z` })
  const list = cast2.anna.api.orders.listMyOrders
  const first = await list({ query: { tab: 'active', limit: 2 } })
  const second = await list({ query: { tab: 'active', limit: 2, cursor: first.nextCursor ?? '' } })
  expect([...first.items, ...second.items].map((order) => order.startsAt.slice(8, 10))).toEqual(['14', '15', '16'])
  expect(second.nextCursor).toBeNull()
  expect((await list({ query: {} })).items.map((order) => order.startsAt.slice(8, 10))).toEqual(['16', '15', '14'])
})
