/** The public report of a month: what is in it, that nobody can be found in it, and that it can be computed again. */
import type { TransparencyReport } from '@banyi/contract/transparency'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { operatorWith } from '../core/testing/people.ts'
import { acceptedOrder, aReport, castOf, moneyArrives, tell, walk, WHOLE_VISIT, type Cast } from '../orders/testing.ts'
import { approvedBy, claimBody, openedBy } from '../payments/fund/testing.ts'
import { paidOrder as paidMoney, settle } from '../payments/testing.ts'
import { fingerprintOf } from './report.ts'
import { monthOf, monthsBetween, nextMonth, spanOf } from './months.ts'

const NOVEMBER = '2026-11'
const reportOf = (world: World, month: string): Promise<TransparencyReport> =>
  world.api().transparency.getReport({ params: { month } })
const monthsOf = async (world: World) => (await world.api().transparency.listReports()).months
const NOTHING = {
  orders: { paid: 0, served: 0, cancelled: 0 },
  incidents: { companionNoShow: 0, patientNoShow: 0, handedOver: 0, unserved: 0, late: 0, perThousand: 0 },
  refunds: { count: 0, amountFen: 0, medianMinutes: null, failed: 0 },
  disputes: { opened: 0, resolved: 0, forFamily: 0, medianHours: null },
  insurance: { policies: 0, claims: 0, claimsPaidFen: 0 },
}

describe('a month in which things happened', () => {
  let world: World
  let cast: Cast
  beforeAll(async () => {
    world = await newWorld()
    cast = await castOf(world)
  })
  afterAll(() => world.close())

  test('before the first order there is nothing to report', async () => {
    expect(await monthsOf(world)).toEqual([])
    expect((await world.call('GET', `/transparency/${NOVEMBER}`)).status).toBe(404)
    expect((await world.call('GET', '/transparency/2026-13')).status).toBe(400)
  })

  test('orders, refunds, disputes, lateness and the fund, computed from what was written down', async () => {
    // called off with everything back
    const off = await acceptedOrder(world, cast)
    await cast.anna.api.orders.cancelOrder({
      params: { id: off.id },
      body: { commandId: newId(), version: off.version, refundFen: 21_800 },
    })
    await moneyArrives(world)
    // a visit that began twenty minutes late, and a dispute that was decided for the family three hours later
    const { id } = await acceptedOrder(world, cast)
    world.clock.set('2026-11-25T01:20:00Z')
    await world.advance({ seconds: 1 })
    const { version } = await walk(cast.wang, cast.anna, id, [...WHOLE_VISIT])
    await cast.wang.api.orders.submitReport({ params: { id }, body: { commandId: newId(), version, report: aReport } })
    const reported = await cast.anna.api.orders.getMyOrder({ params: { id } })
    expect(
      (
        await tell(world, cast.anna, `/orders/${id}/dispute`, {
          version: reported.version,
          category: 'late',
          what: '迟到二十分钟，错过了号',
        })
      ).status,
    ).toBe(200)
    await world.advance({ hours: 3 })
    const desk = await operatorWith(world, ['dispatcher', 'finance'])
    const { orderVersion } = (await desk.api.orders.listDisputes({ query: {} })).items[0] ?? {}
    const answer = '迟到属实，退还一部分费用'
    const decision = { decision: 'refund', refundFen: 1_800, bornBy: 'shared', answer }
    expect(
      (await tell(world, desk, `/orders/board/${id}/dispute/decide`, { version: orderVersion ?? 0, ...decision }))
        .status,
    ).toBe(200)
    await moneyArrives(world)
    // settled: the fund has its share; two yuan of it go to the family
    const opened = await openedBy(desk, claimBody(id, { amountFen: 200 }))
    await approvedBy(await operatorWith(world, ['finance']), opened)
    await moneyArrives(world)

    const report = await reportOf(world, NOVEMBER)
    const [{ share } = { share: 0 }] = await world.rows<{ share: number }>(
      sql`select fund_fen::int as share from payments.orders where order_id = ${id}`,
    )
    expect(share).toBeGreaterThan(200)
    expect(report).toMatchObject({
      ...NOTHING,
      month: NOVEMBER,
      isFinal: false,
      orders: { paid: 2, served: 1, cancelled: 1 },
      incidents: { ...NOTHING.incidents, late: 1, perThousand: 500 },
      refunds: { count: 2, amountFen: 23_600, failed: 0 },
      disputes: { opened: 1, resolved: 1, forFamily: 1, medianHours: 3 },
      fund: { openingFen: 0, setAsideFen: share, paidFen: 200, paidCount: 1, recoveredFen: 0, closingFen: share - 200 },
    })
    expect(report.refunds.medianMinutes).not.toBeNull()
    expect(report.fund.medianMinutesToPay).not.toBeNull()
  })

  test('counts and sums only: no name, no number, no id, no sentence', async () => {
    const { month: _month, computedAt: _at, fingerprint: _print, ...figures } = await reportOf(world, NOVEMBER)
    const leaves = (value: unknown): unknown[] =>
      value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : [value]
    for (const leaf of leaves(figures))
      expect(leaf === null || typeof leaf === 'number' || typeof leaf === 'boolean').toBe(true)
  })

  test('the same figures and fingerprint whenever it is asked; final when the month is over; a quiet month is zeros', async () => {
    const { computedAt: first, isFinal: _open, ...then } = await reportOf(world, NOVEMBER)
    await world.advance({ days: 40 })
    await world.drain()
    const { computedAt: second, isFinal, ...later } = await reportOf(world, NOVEMBER)
    expect(later).toEqual(then)
    expect([isFinal, second > first]).toEqual([true, true])
    expect(await monthsOf(world)).toEqual(['2027-01', '2026-12', NOVEMBER])
    const quiet = await reportOf(world, '2027-01')
    const balance = later.fund.closingFen
    expect(quiet).toMatchObject({ ...NOTHING, isFinal: false })
    expect(quiet.fund).toEqual({
      openingFen: balance,
      setAsideFen: 0,
      paidFen: 0,
      paidCount: 0,
      recoveredFen: 0,
      closingFen: balance,
      medianMinutesToPay: null,
    })
    expect((await world.call('GET', '/transparency/2027-02')).status).toBe(404)
    expect((await world.call('GET', '/transparency/2026-10')).status).toBe(404)
  })

  test('the fingerprint is over the figures, whatever their order', () => {
    expect(fingerprintOf({ a: 1, b: { c: [2], d: null } })).toBe(fingerprintOf({ b: { d: null, c: [2] }, a: 1 }))
    expect(fingerprintOf({ a: 1 })).not.toBe(fingerprintOf({ a: 2 }))
  })
})

describe('the command', () => {
  const run = (world: World, ...args: string[]) =>
    promisify(execFile)(process.execPath, [fileURLToPath(new URL('./cli.ts', import.meta.url)), ...args], {
      env: { PATH: process.env['PATH'], DATABASE_URL: world.system.config.DATABASE_URL },
    })

  test('prints what the page shows, byte for byte', async () => {
    // the command looks at the machine's clock, so the world begins two months before it
    const world = await newWorld({ start: new Date(Date.now() - 62 * 86_400_000).toISOString() })
    try {
      const month = monthOf(world.clock.now())
      const order = await paidMoney(world, { amountFen: 100_000 })
      await settle(world, order, { keptFen: 100_000, incomeFen: 0, lines: [] })
      await world.advance({ days: 62 })
      const page = await (await fetch(`${world.url}/transparency/${month}`)).text()
      const printed = (await run(world, '--month', month)).stdout.trimEnd()
      const withoutTime = (text: string) => text.replace(/"computedAt":"[^"]+"/, '"computedAt":""')
      expect(withoutTime(printed)).toBe(withoutTime(page))
      expect(JSON.parse(printed)).toMatchObject({ isFinal: true, orders: { paid: 1 }, fund: { setAsideFen: 5_000 } })
      await expect(run(world, '--month', '2020-01')).rejects.toMatchObject({ code: 1 })
      await expect(run(world, '--month', 'May')).rejects.toMatchObject({ code: 64 })
    } finally {
      await world.close()
    }
  })
})

test('months are those of Shanghai', () => {
  expect(monthOf(new Date('2026-11-30T16:00:00Z'))).toBe('2026-12')
  expect(monthOf(new Date('2026-11-30T15:59:59Z'))).toBe('2026-11')
  expect(nextMonth('2026-12')).toBe('2027-01')
  expect(spanOf('2026-12')).toEqual({ from: new Date('2026-11-30T16:00:00Z'), to: new Date('2026-12-31T16:00:00Z') })
  expect(monthsBetween('2026-11', '2027-01')).toEqual(['2027-01', '2026-12', '2026-11'])
})
