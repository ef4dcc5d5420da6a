/** The figures of a month are what happened in it, and nothing that happened in another. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addHours } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { countDisputes, countIncidents, countOrders } from './index.ts'
import { acceptedOrder, castOf, moneyArrives, paidOrder, reportedOrder, tell, walk, type Cast } from './testing.ts'

let world: World
let cast: Cast
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  await world.rows(sql`update identity.sessions set last_seen_at = '2030-01-01', expires_at = '2030-01-01'`)
})
afterAll(() => world.close())

test('one of each', async () => {
  const from = world.clock.now()
  const start = (days: number): string => addHours(addDays(from, days), 0).toISOString()
  const version = async (id: string): Promise<number> =>
    (await cast.anna.api.orders.getMyOrder({ params: { id } })).version
  const until = async (days: number, minutes: number): Promise<void> => {
    await world.advance({
      seconds: (addDays(from, days).getTime() - world.clock.now().getTime()) / 1000 + minutes * 60,
    })
    await world.drain()
  }
  // served in time; disputed, and decided for the family six hours later
  const good = await reportedOrder(world, cast, { startsAt: start(1) })
  await tell(world, cast.anna, `/orders/${good.id}/dispute`, {
    version: good.version,
    category: 'late',
    what: '迟到了半个小时',
  })
  await world.advance({ hours: 6 })
  await tell(world, cast.desk, `/orders/board/${good.id}/dispute/decide`, {
    version: await version(good.id),
    decision: 'refund',
    refundFen: 1000,
    answer: '核实后退一部分',
  })
  // taken back: no answer of ours
  const other = await reportedOrder(world, cast, { startsAt: start(2) })
  await tell(world, cast.anna, `/orders/${other.id}/dispute`, {
    version: other.version,
    category: 'late',
    what: '迟到了半个小时',
  })
  await tell(world, cast.anna, `/orders/${other.id}/dispute/withdraw`, { version: await version(other.id) })
  // met 20 minutes late
  const late = await acceptedOrder(world, cast, { startsAt: start(3) })
  await until(3, 20)
  await walk(cast.wang, cast.anna, late.id, ['departed', 'met'])
  // the patient did not come; the companion did not come; she handed it over; nobody was found
  const nobody = await acceptedOrder(world, cast, { startsAt: start(4) })
  await until(4, 31)
  await walk(cast.wang, cast.anna, nobody.id, ['departed'])
  const task = await cast.wang.api.orders.getTask({ params: { id: nobody.id } })
  await cast.wang.api.orders.reportPatientNoShow({
    params: { id: nobody.id },
    body: { commandId: newId(), version: task.version, reason: '等了半小时' },
  })
  const missing = await acceptedOrder(world, cast, { startsAt: start(5) })
  await until(5, 16)
  await tell(world, cast.anna, `/orders/${missing.id}/companion-no-show`, {
    version: missing.version,
    reason: '没有来',
  })
  const given = await acceptedOrder(world, cast, { startsAt: start(7) })
  await tell(world, cast.wang, `/orders/tasks/${given.id}/hand-over`, { version: given.version, reason: '生病了' })
  await paidOrder(world, cast.anna, cast.mum, { startsAt: start(7) })
  await world.advance({ hours: 24 * 3 })
  await moneyArrives(world)

  const to = addDays(world.clock.now(), 1)
  const { db } = world.system
  expect(await countOrders({ db }, from, to)).toEqual({ paid: 7, served: 2, cancelled: 3 })
  // the no-show and the one handed over found nobody else either
  expect(await countIncidents({ db }, from, to)).toEqual({
    companionNoShow: 1,
    patientNoShow: 1,
    handedOver: 1,
    unserved: 3,
    late: 1,
  })
  expect(await countDisputes({ db }, from, to)).toEqual({ opened: 2, resolved: 1, forFamily: 1, medianHours: 6 })
  const before = addDays(from, -30)
  expect(await countOrders({ db }, before, from)).toEqual({ paid: 0, served: 0, cancelled: 0 })
  expect(await countDisputes({ db }, before, from)).toEqual({ opened: 0, resolved: 0, forFamily: 0, medianHours: null })
  expect(Object.values(await countIncidents({ db }, before, from))).toEqual([0, 0, 0, 0, 0])
})
