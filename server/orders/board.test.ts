/** The operators' board: what it finds, what it counts, how it turns pages, and that 50,000 orders do not slow it down. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallOf } from '@banyi/contract/endpoint'
import type { contract } from '@banyi/contract'
import { operatorWith, type Staff } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import type { Sql } from '../core/sql.ts'
import { Database } from '../core/database.ts'
import {
  countBoardRows,
  countByFlag,
  countByState,
  FLAGS,
  findHospitalNames,
  listBoardRows,
  type BoardFilter,
} from './board/board-queries.ts'
import { countTasks, findTask, listTaskRows } from './companion/task-queries.ts'
import { listOrdersOfAccount } from './order-queries.ts'
import { sweepOverdue } from './jobs.ts'
import { manyOrders } from './testing-board.ts'
import { acceptedOrder, bookedOrder, castOf, paidOrder, walk, type Cast } from './testing.ts'

let world: World
let cast: Cast
let desk: Staff
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  desk = cast.desk
})
afterAll(() => world.close())
type Query = CallOf<typeof contract.orders.listBoard>['query']
const board = (query: Query = {}) => desk.api.orders.listBoard({ query })
const found = async (query: Query): Promise<string[]> => (await board(query)).items.map(({ id }) => id)

describe('a few orders', () => {
  test('are found by number, hospital, phone, state, flag, district, companion and day', async () => {
    const unpaid = await bookedOrder(cast.anna, cast.mum, { startsAt: '2026-11-26T01:00:00.000Z' })
    const pool = await paidOrder(world, cast.anna, cast.mum, { startsAt: '2026-11-27T01:00:00.000Z' })
    const hers = await acceptedOrder(world, cast, { startsAt: '2026-11-28T01:00:00.000Z' })
    const all = [unpaid.id, pool.id, hers.id]
    expect(await found({})).toEqual(all)
    expect(await found({ sort: 'starts-desc' })).toEqual(all.toReversed())
    expect(await found({ sort: 'created-desc', limit: 3 })).toHaveLength(3)
    expect(await found({ query: pool.number })).toEqual([pool.id])
    expect(await found({ query: pool.number.slice(0, 6) })).toEqual(all)
    expect(await found({ query: pool.number.slice(-6) })).toEqual([pool.id])
    expect(await found({ query: '瑞金' })).toEqual(all)
    expect(await found({ query: cast.anna.phone })).toEqual(all)
    expect(await found({ query: '13900000000' })).toEqual([])
    expect(await found({ state: 'paid,accepted' })).toEqual([pool.id, hers.id])
    expect(await found({ flag: 'unassigned' })).toEqual([pool.id])
    expect(await found({ district: '黄浦区', companionId: cast.wang.id })).toEqual([hers.id])
    expect(await found({ from: '2026-11-27', to: '2026-11-27' })).toEqual([pool.id])
    expect((await board()).total).toBe(3)
    expect(await desk.api.orders.countBoard({ query: {} })).toMatchObject({
      byState: { booked: 1, paid: 1, accepted: 1 },
      byFlag: { unassigned: 1, late: 0 },
    })
    expect(await desk.api.orders.countBoard({ query: { from: '2026-11-28', to: '2026-11-28' } })).toMatchObject({
      byState: { accepted: 1 },
    })
    expect((await board()).items[0]?.patientName).toBe('王*兰')
  })

  test('wildcards, quotes and nonsense find nothing and break nothing', async () => {
    for (const query of ['%', '_', '\\', '%瑞%', "' or 1=1 --", '12%', '👩‍🦳']) expect(await found({ query })).toEqual([])
    const status = async (query: string): Promise<number> =>
      (await world.call('GET', `/orders/board?${query}`, { token: desk.token })).status
    const cursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url')
    for (const query of [
      'state=flying',
      'flag=red',
      'limit=51',
      'limit=0',
      'companionId=1',
      'from=2026-02-30',
      'sort=x',
      'color=red',
      `query=${'字'.repeat(51)}`,
      'query=%00',
      'cursor=abc',
      `cursor=${cursor(['a', 'b'])}`,
      `cursor=${cursor([1, 2])}`,
      `cursor=${cursor(['2026-99-99T00:00:00.000Z', cast.wang.id])}`,
    ])
      expect([query, await status(query)]).toEqual([query, 400])
    for (const path of ['/orders', '/orders/tasks'])
      expect((await world.call('GET', `${path}?cursor=${cursor(['a', 'b'])}`, { token: cast.wang.token })).status).toBe(
        400,
      )
    expect(await status('to=9999-12-31')).toBe(200)
  })

  test('flags: late on the way, code locked, report missing, nobody for a visit that is near', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: '2026-11-24T01:00:00.000Z' })
    const flags = async (): Promise<string[]> => (await board({ query: order.number })).items[0]?.flags ?? []
    expect(await flags()).toEqual([])
    await world.advance({ hours: 23, minutes: 46 })
    desk = await operatorWith(world, ['dispatcher'])
    expect(await flags()).toEqual(['late'])
    const { version } = await walk(cast.wang, cast.anna, order.id, ['departed'])
    expect(await flags()).toEqual([])
    for (let i = 0; i < 3; i++)
      await cast.wang.api.orders
        .recordMilestone({
          params: { id: order.id },
          body: { commandId: crypto.randomUUID(), version, kind: 'met', visitCode: 'x' },
        })
        .catch(() => {})
    expect(await flags()).toEqual(['code-locked'])
    await world.advance({ minutes: 30 })
    desk = await operatorWith(world, ['dispatcher'])
    expect(await flags()).toEqual(['late', 'code-locked'])
    expect((await desk.api.orders.countBoard({ query: {} })).byFlag).toMatchObject({
      late: 1,
      'code-locked': 1,
      unassigned: 1,
      'no-companion-urgent': 0,
    })
  })
})

describe('50,000 orders', () => {
  beforeAll(() => manyOrders(world, cast, 50_000))

  test('pages neither skip nor repeat, whichever way, with a hundred orders at the same minute', async () => {
    for (const sort of ['starts-asc', 'starts-desc', 'created-desc'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await board({
          sort,
          limit: 37,
          companionId: cast.wang.id,
          state: 'confirmed',
          ...(cursor ? { cursor } : {}),
        })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 250, 250])
    }
    expect((await board()).total).toBe(10_000)
  })

  test('no sequential scan on what people and timers ask all day', async () => {
    const now = world.clock.now()
    const me = { id: cast.wang.id, segments: ['general'] }
    const all: BoardFilter = {
      states: null,
      flag: null,
      search: null,
      accountIds: [],
      district: null,
      companionId: null,
      from: null,
      to: null,
    }
    const after: [string, string] = [now.toISOString(), cast.wang.id]
    const asked = await listen(world.system.config.DATABASE_URL, async (db) => {
      for (const sort of ['starts-asc', 'starts-desc', 'created-desc'] as const)
        await listBoardRows(db, all, sort, after, 21, now)
      for (const flag of FLAGS) await listBoardRows(db, { ...all, flag }, 'starts-asc', null, 21, now)
      await listBoardRows(db, { ...all, states: ['paid'] }, 'starts-asc', null, 21, now)
      await listBoardRows(db, { ...all, district: '黄浦区', from: now }, 'starts-asc', null, 21, now)
      for (const search of [{ digits: '000123' }, { hospitalNames: ['医院 7'] }])
        await listBoardRows(db, { ...all, search }, 'starts-asc', null, 21, now)
      await findHospitalNames(db, '7')
      await countBoardRows(db, all, now)
      await countBoardRows(db, { ...all, states: ['accepted', 'met'] }, now)
      await countByState(db, null, null)
      await countByFlag(db, null, null, now)
      for (const tab of ['open', 'active', 'done'] as const) await listTaskRows(db, tab, me, null, 21, now)
      await countTasks(db, me, now)
      await findTask(db, cast.wang.id, me, now)
      await listOrdersOfAccount(db, cast.anna.accountId, ['paid', 'accepted'], after, 21, 'newest')
      await sweepOverdue({ ...world.system, db })
    })
    expect(asked.length).toBeGreaterThanOrEqual(26)
    for (const { text, plan, ms } of asked) {
      expect(plan, text).not.toContain('Seq Scan on orders')
      expect(plan, text).not.toContain('Seq Scan on refusals')
      expect(ms, `${text}\n${plan}`).toBeLessThan(150)
    }
  })
})

interface Asked {
  text: string
  plan: string
  ms: number
}
/** Runs the queries and explains each of them. */
async function listen(url: string, ask: (db: Database) => Promise<void>): Promise<Asked[]> {
  const asked: Asked[] = []
  const db = new Database({ url, max: 1 })
  const explain = async (query: Sql): Promise<void> => {
    const { rows } = await db.pool.query<Record<string, string>>({
      text: `explain (analyze, costs off) ${query.text}`,
      values: query.values,
    })
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    asked.push({ text: query.text, plan, ms: Number(/Execution Time: ([\d.]+)/.exec(plan)?.[1]) })
  }
  const many = db.many.bind(db)
  const one = db.one.bind(db)
  db.many = async (query) => (await explain(query), many(query))
  db.one = async (query) => (await explain(query), one(query))
  db.maybe = async (query) => (await explain(query), null)
  try {
    await ask(db)
  } finally {
    await db.close()
  }
  return asked
}
