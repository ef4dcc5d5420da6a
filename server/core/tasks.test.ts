import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { job } from '../module.ts'
import { Worker } from '../worker.ts'
import { addMinutes } from './clock.ts'
import { sql } from './sql.ts'
import { addTask, cancelTask } from './tasks.ts'
import { newWorld, type World } from './testing/world.ts'

let world: World
let ran: string[]
let failing = false
const note = job<{ name: string }>('test.note', async (_system, { name }) => {
  if (failing) throw new Error('the other side is down')
  ran.push(name)
})
const workers = (n: number): Worker[] =>
  Array.from({ length: n }, () => new Worker(world.system, [{ name: 'test', jobs: [note] }]))
const add = (name: string, wish: { minutes?: number; key?: string } = {}): Promise<void> =>
  world.system.db.tx((tx) =>
    addTask(tx, {
      kind: 'test.note',
      payload: { name },
      now: world.clock.now(),
      runAt: addMinutes(world.clock.now(), wish.minutes ?? 0),
      ...(wish.key ? { key: wish.key } : {}),
    }),
  )
const left = () =>
  world.rows<{ attempts: number; dead: boolean }>(
    sql`select attempts, dead_at is not null as dead from core.tasks where kind = 'test.note'`,
  )

beforeAll(async () => (world = await newWorld()))
afterAll(() => world.close())
beforeEach(async () => {
  ran = []
  failing = false
  await world.system.db.run(sql`delete from core.tasks where kind = 'test.note'`)
})

test('ten workers carry out a hundred tasks once each', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, i) => add(`t${i}`)))
  await Promise.all(workers(10).map((worker) => worker.drain()))
  expect(ran.toSorted()).toEqual(Array.from({ length: 100 }, (_, i) => `t${i}`).toSorted())
  expect(await left()).toEqual([])
})

test('a task of a transaction that is undone never was', async () => {
  await world.system.db
    .tx(async (tx) => {
      await addTask(tx, { kind: 'test.note', payload: { name: 'lost' }, now: world.clock.now() })
      throw new Error('undo')
    })
    .catch(() => {})
  for (const worker of workers(1)) await worker.drain()
  expect(ran).toEqual([])
})

test('a timer waits for its time, moves by its key and can be called off', async () => {
  await add('later', { minutes: 15, key: 'k1' })
  await add('moved', { minutes: 30, key: 'k1' })
  await add('off', { minutes: 15, key: 'k2' })
  await cancelTask(world.system.db, 'k2')
  const [worker] = workers(1)
  await world.advance({ minutes: 20 })
  await worker?.drain()
  expect(ran).toEqual([])
  await world.advance({ minutes: 11 })
  await worker?.drain()
  expect(ran).toEqual(['moved'])
})

test('a failing task is tried again, later and later, and in the end waits for a person', async () => {
  failing = true
  await add('stubborn')
  const [worker] = workers(1)
  await worker?.drain()
  await worker?.drain()
  expect(await left()).toEqual([{ attempts: 1, dead: false }])
  for (let i = 0; i < 30; i++) {
    await world.advance({ minutes: 15 })
    await worker?.drain()
  }
  expect(await left()).toEqual([{ attempts: 25, dead: true }])
})

test('what a killed worker held is taken over after its lease', async () => {
  await add('orphan')
  await world.system.db.run(
    sql`update core.tasks set locked_until = ${addMinutes(world.clock.now(), 1)}, attempts = 1 where kind = 'test.note'`,
  )
  const [worker] = workers(1)
  await worker?.drain()
  expect(ran).toEqual([])
  await world.advance({ minutes: 2 })
  await worker?.drain()
  expect(ran).toEqual(['orphan'])
})
