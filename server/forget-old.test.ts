import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from './core/clock.ts'
import { pushTo } from './core/realtime/pushes.ts'
import { sql } from './core/sql.ts'
import { newWorld, type World } from './core/testing/world.ts'

let world: World
beforeAll(async () => (world = await newWorld()))
afterAll(() => world.close())

test('old pushes go, newer ones stay, and the numbers go on where they were', async () => {
  const push = (now: Date): Promise<number> =>
    world.system.db.tx((tx) => pushTo(tx, { topic: 'order:x', kind: 'test', body: {}, now }))
  await push(addDays(world.clock.now(), -31))
  await push(world.clock.now())
  await world.drain()
  expect(await world.rows(sql`select seq::int from core.pushes where topic = 'order:x'`)).toEqual([{ seq: 2 }])
  expect(await push(world.clock.now())).toBe(3)
})
