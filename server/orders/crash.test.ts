/** kill -9 of the real server in the middle of bookings, payments and steps: afterwards nothing is lost, doubled or stuck. */
import { createClient, type Client } from '@banyi/contract/client'
import type { FamilyOrder } from '@banyi/contract/orders'
import type { Patient } from '@banyi/contract/identity'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startStack, type Stack } from '../../e2e/stack.ts'
import { decodeBase32, totp } from '../../sandbox/wire/totp.ts'
import { daughter, mother, type Person } from '../core/testing/people.ts'
import { newId, type World } from '../core/testing/world.ts'
import { aReport, newCompanion, openWallet, RUIJIN, WHOLE_VISIT, type Companion } from './testing.ts'

const BOOKINGS = 24
let stack: Stack
let owner: pg.Pool
let world: World
let anna: Person
let mum: Patient
let wang: Companion

const rows = async <Row>(text: string): Promise<Row[]> => (await owner.query(text)).rows as Row[]
/** A phone that does not give up: no answer, the same request again. */
async function persist(method: string, path: string, token?: string, body?: unknown): Promise<Response> {
  for (let tries = 1; ; tries++) {
    try {
      const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
      const response = await fetch(stack.url + path, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return new Response(await response.text(), { status: response.status })
    } catch (error) {
      if (tries === 400) throw error
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}
const api = (token?: string): Client =>
  createClient(async ({ method, path, body }) => {
    const response = await persist(method, path, token, body)
    return { status: response.status, body: JSON.parse(await response.text()) as unknown }
  })
/** looks again and again, thirty seconds at most */
async function until(look: () => Promise<boolean>, everyMs = 1): Promise<void> {
  const end = Date.now() + 30_000
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${String(look)}`)
    await soon(everyMs)
  }
}
const soon = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const count = async (from: string): Promise<number> => (await rows(`select 1 from ${from}`)).length
const drain = (): Promise<void> =>
  until(async () => (await count(`core.tasks where run_at <= now() and dead_at is null`)) === 0, 25)
/** Now, in the middle of what is on its way. What the dead process had taken is free again after a minute, which passes here. */
async function crash(): Promise<void> {
  await stack.killServer()
  await rows(`update core.tasks set locked_until = null`)
  await stack.startServer()
}

beforeAll(async () => {
  process.env['TEST_DATABASE_URL'] ??= inject('databaseUrl')
  stack = await startStack()
  owner = new pg.Pool({ connectionString: stack.ownerUrl, max: 2 })
  world = { url: stack.url, sandbox: stack.sandbox, api, drain } as Partial<World> as World
  const { username, password, secret } = stack.operator
  const session = await api().identity.signInOperator({
    body: { username, password, totp: totp(decodeBase32(secret), Math.floor(Date.now() / 1000)) },
  })
  const desk = { operatorId: '', username, password, code: () => '', token: session.token, api: api(session.token) }
  anna = await daughter(world)
  mum = await mother(anna)
  wang = await newCompanion(world, desk)
}, 120_000)
afterAll(async () => {
  await owner.end()
  await stack.stop()
}, 60_000)

/** 09:00 in Shanghai, n + 2 days from now */
const startOf = (n: number): string =>
  new Date(Math.floor(Date.now() / 86_400_000 + 3 + n) * 86_400_000 + 3_600_000).toISOString()
let orders: FamilyOrder[] = []

test('bookings: every tap that is repeated books once, with her time', async () => {
  const bodies = await Promise.all(
    Array.from({ length: BOOKINGS }, async (_each, n) => {
      const { token } = await anna.api.orders.getQuote({
        body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt: startOf(n), companionId: wang.id },
      })
      return {
        commandId: newId(),
        quoteToken: token,
        contractVersion: 1,
        patientId: mum.id,
        meetingPoint: '大厅',
        need: '复诊',
      }
    }),
  )
  const taps = bodies.map((body) => persist('POST', '/orders', anna.token, body))
  await until(async () => (await count('orders.orders')) > 2)
  const before = await count('orders.orders')
  await crash()
  const answers = await Promise.all(taps)
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  orders = (await Promise.all(answers.map((answer) => answer.json()))) as FamilyOrder[]
  expect(new Set(orders.map(({ id }) => id)).size).toBe(BOOKINGS)
  const [counts] =
    await rows(`select (select count(*)::int from orders.orders) as orders, (select count(*)::int from orders.timeline) as timeline,
    (select count(*)::int from companions.reservations) as reservations, (select count(*)::int from core.commands where name = 'orders.book') as commands,
    (select count(*)::int from core.tasks where kind = 'orders.expire-unpaid') as timers`)
  expect(counts).toEqual({
    orders: BOOKINGS,
    timeline: BOOKINGS,
    reservations: BOOKINGS,
    commands: BOOKINGS,
    timers: BOOKINGS,
  })
  expect(before).toBeGreaterThan(0)
}, 60_000)

test('callbacks: every payment counts once', async () => {
  const wallets = await Promise.all(orders.map((order) => openWallet(anna, order)))
  for (const wallet of wallets) expect(stack.sandbox.control.pay(wallet).problem).toBeUndefined()
  await until(async () => (await count('payments.postings')) > 0)
  await crash()
  await stack.sandbox.control.idle()
  await until(async () => (await count(`orders.orders where state = 'paid'`)) === BOOKINGS, 50)
  await drain()
  const [counts] =
    await rows(`select (select count(*)::int from payments.postings) as postings, (select count(*)::int from payments.payments where state = 'captured') as captured,
    (select sum(amount_fen)::int from payments.entries) as sum, (select count(*)::int from orders.timeline where kind = 'paid') as told, (select count(*)::int from core.tasks where dead_at is not null) as dead`)
  expect(counts).toEqual({ postings: BOOKINGS, captured: BOOKINGS, sum: 0, told: BOOKINGS, dead: 0 })
}, 90_000)

test('steps: three crashes during the visits, each step once, reports written, the books right', async () => {
  const visits = orders.slice(0, 4).map(async ({ id }) => {
    const send = async (path: string, body: object): Promise<{ version: number }> => {
      const { version } = await wang.api.orders.getTask({ params: { id } })
      const response = await persist('POST', `/orders/tasks/${id}/${path}`, wang.token, {
        commandId: newId(),
        version,
        ...body,
      })
      const answer = (await response.json()) as { version: number }
      expect([path, response.status, response.status === 200 ? '' : answer]).toEqual([path, 200, ''])
      return answer
    }
    await send('accept', { contractVersion: 1 })
    const { visitCode } = await anna.api.orders.getMyOrder({ params: { id } })
    for (const kind of WHOLE_VISIT) await send('milestones', { kind, visitCode: kind === 'met' ? visitCode : null })
    await send('report', { report: aReport })
  })
  for (const reached of [3, 14, 26]) {
    await until(
      async () => (await count(`orders.timeline where kind not in ('booked', 'paid', 'assigned')`)) >= reached,
    )
    await crash()
  }
  await Promise.all(visits)
  const told = await rows<{ kinds: string; state: string }>(
    `select o.state, string_agg(t.kind, ' ' order by t.id) as kinds from orders.orders o join orders.timeline t on t.order_id = o.id where o.state = 'reported' group by o.id`,
  )
  expect(told.map(({ kinds }) => kinds)).toEqual(
    Array<string>(4).fill(`booked paid assigned accepted ${WHOLE_VISIT.join(' ')} reported`),
  )
  await drain()
  expect(await rows(`select last_error from core.tasks where dead_at is not null`)).toEqual([])
  expect(await rows(`select 1 from core.pushes group by topic having count(*) <> max(seq)`)).toEqual([])
}, 120_000)
