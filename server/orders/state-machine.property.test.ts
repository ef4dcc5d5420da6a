/** Anybody does anything in any order, twice, too late, with an old page, while the clock runs: what must always be true stays true. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TimelineKind, OrderState, MilestoneKind } from '@banyi/contract/orders'
import { newId, newWorld, type Answer, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { checkBooks } from '../payments/index.ts'
import { nextStep } from './order-states.ts'
import {
  aReport,
  bookedOrder,
  castOf,
  couponOf,
  moneyArrives,
  newCompanion,
  openWallet,
  type Cast,
  type Companion,
} from './testing.ts'

/** more of them overnight: RUNS=1000 */
const RUNS = Number(process.env['RUNS'] ?? 15)

let world: World
let cast: Cast
let zhao: Companion
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  zhao = await newCompanion(world, cast.desk, { name: '赵敏' })
  // weeks pass in here; how sessions end is proven elsewhere
  await world.rows(sql`update identity.sessions set last_seen_at = '2030-01-01', expires_at = '2030-01-01'`)
})
afterAll(() => world.close())

const whats = [
  'cancel',
  'reschedule',
  'companion',
  'confirm',
  'visit-code',
  'companion-no-show',
  'accept',
  'refuse',
  'hand-over',
  'milestones',
  'report',
  'patient-no-show',
  'assign',
  'board-cancel',
  'board-refund',
  'board-confirm',
  'dispute',
  'withdraw',
  'decide',
] as const
const hows = ['once', 'once', 'retried', 'twice-at-once', 'stale'] as const
type How = (typeof hows)[number]
type What = (typeof whats)[number]
type Act =
  | { do: What; by: 'wang' | 'zhao'; how: How; n: number }
  | { do: 'pay' }
  | { do: 'tip'; fen: number }
  | { do: 'time'; minutes: number }
  | { do: 'settle' }
  | { do: 'forward'; how: How }
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(...whats),
      by: fc.constantFrom('wang' as const, 'zhao' as const),
      how: fc.constantFrom(...hows),
      n: fc.nat(20),
    }),
  },
  // the way forward, whoever has to take it, so that runs come far
  { weight: 14, arbitrary: fc.record({ do: fc.constant('forward' as const), how: fc.constantFrom(...hows) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'pay' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('time' as const), minutes: fc.constantFrom(1, 16, 60, 240, 1440, 4320) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'settle' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tip' as const), fen: fc.constantFrom(100, 777, 20_000) }) },
)

const bearers = ['shared', 'platform', 'companion'] as const
const FORWARD: Partial<Record<OrderState, What>> = { paid: 'accept', finished: 'report', reported: 'confirm' }

interface Row {
  state: OrderState
  version: number
  starts_at: Date
  companion_id: string | null
  visit_code: string
  service_fen: number
  coupon_fen: number
  given_up_fen: number
  settled_fen: number
  settlement: { keptFen: number; incomeFen: number; couponBackFen: number } | null
  disputed_at: Date | null
  refund_due_fen: number
  paid_at: Date | null
}
async function rowOf(id: string): Promise<Row> {
  const [row] = await world.rows<Row>(
    sql`select state, version, starts_at, companion_id, visit_code, service_fen::int, coupon_fen::int, given_up_fen::int, settled_fen::int, settlement, disputed_at, refund_due_fen::int, paid_at from orders.orders where id = ${id}`,
  )
  if (!row) throw new Error('the order is gone')
  return row
}

/** the request as it is kept on the phone, for sending it again */
async function write(
  id: string,
  what: What,
  { by, n, version }: { by: 'wang' | 'zhao'; n: number; version: number },
): Promise<(commandId: string) => Promise<Answer>> {
  const row = await rowOf(id)
  const companion = by === 'wang' ? cast.wang : zhao
  const reason = '没有理由'
  const next = nextStep('half-day', row.state)?.kind ?? 'departed'
  const wish: Record<What, [token: string, path: string, body: object]> = {
    cancel: [cast.anna.token, `${id}/cancel`, { refundFen: await shown(id) }],
    reschedule: [
      cast.anna.token,
      `${id}/reschedule`,
      { startsAt: new Date(row.starts_at.getTime() + (n - 5) * 3_600_000).toISOString() },
    ],
    companion: [cast.anna.token, `${id}/companion`, { companionId: n % 3 === 0 ? null : companion.id }],
    confirm: [cast.anna.token, `${id}/confirm`, {}],
    'visit-code': [cast.anna.token, `${id}/visit-code`, {}],
    'companion-no-show': [cast.anna.token, `${id}/companion-no-show`, { reason }],
    accept: [companion.token, `tasks/${id}/accept`, { contractVersion: 1 }],
    refuse: [companion.token, `tasks/${id}/refuse`, { reason }],
    'hand-over': [companion.token, `tasks/${id}/hand-over`, { reason }],
    milestones: [
      companion.token,
      `tasks/${id}/milestones`,
      { kind: n % 7 === 6 ? ('exams' satisfies MilestoneKind) : next, visitCode: row.visit_code },
    ],
    report: [companion.token, `tasks/${id}/report`, { report: aReport }],
    'patient-no-show': [companion.token, `tasks/${id}/patient-no-show`, { reason }],
    assign: [cast.desk.token, `board/${id}/assign`, { companionId: companion.id, reason }],
    'board-cancel': [cast.desk.token, `board/${id}/cancel`, { refundFen: n * 1000, reason }],
    'board-refund': [cast.desk.token, `board/${id}/refund`, { amountFen: n * 700 + 1, reason, bornBy: bearers[n % 3] }],
    'board-confirm': [cast.desk.token, `board/${id}/confirm`, { reason }],
    dispute: [cast.anna.token, `${id}/dispute`, { category: 'other', what: '和说好的不一样' }],
    withdraw: [cast.anna.token, `${id}/dispute/withdraw`, {}],
    decide: [
      cast.desk.token,
      `board/${id}/dispute/decide`,
      {
        decision: n % 4 === 0 ? 'release' : 'refund',
        refundFen: n % 4 === 0 ? 0 : n * 700,
        bornBy: bearers[n % 3],
        answer: '双方都问过了',
      },
    ],
  }
  const [token, path, body] = wish[what]
  return (commandId) => world.call('POST', `/orders/${path}`, { token, body: { commandId, version, ...body } })
}
const shown = async (id: string): Promise<number> =>
  Number((await world.call('GET', `/orders/${id}/cancellation`, { token: cast.anna.token })).body['refundFen'] ?? 0)

/** the state that the timeline tells */
function told(entries: { kind: TimelineKind; by_whom: string }[]): string {
  return entries.reduce((state, { kind, by_whom: by }) => {
    if (kind === 'assigned') return ['paid', 'accepted', 'departed'].includes(state) ? 'paid' : state
    if (kind === 'refused' || kind === 'handed-over' || (kind === 'no-show' && by === 'family')) return 'paid'
    return ['rescheduled', 'refunded', 'code-locked', 'code-renewed', 'disputed', 'dispute-decided', 'tipped'].includes(
      kind,
    )
      ? state
      : kind
  }, '')
}

async function check(id: string): Promise<Row> {
  const row = await rowOf(id)
  const timeline = await world.rows<{ kind: TimelineKind; by_whom: string }>(
    sql`select kind, by_whom from orders.timeline where order_id = ${id} order by id`,
  )
  expect(told(timeline)).toBe(row.state)
  const taken = await world.rows<{ companion_id: string }>(
    sql`select companion_id from companions.reservations where order_id = ${id}`,
  )
  const isDead = ['expired', 'cancelled', 'no-show'].includes(row.state)
  expect(taken.map(({ companion_id: who }) => who)).toEqual(
    isDead || row.companion_id === null ? [] : [row.companion_id],
  )
  const { service_fen: serviceFen, coupon_fen: couponFen, refund_due_fen: backFen, settled_fen: settledFen } = row
  expect(backFen + settledFen).toBeLessThanOrEqual(row.paid_at ? serviceFen - couponFen : 0)
  // whatever was walked: what is kept, goes back to the family and back to the coupon's funder is the price
  if (row.settlement) {
    expect(row.disputed_at).toBeNull()
    expect(row.settlement.keptFen + row.settlement.couponBackFen + backFen).toBe(serviceFen)
    expect(row.settlement.incomeFen).toBeLessThanOrEqual(row.settlement.keptFen)
  } else expect(row.state === 'confirmed').toBe(false)
  return row
}

/** What lies on the order's account is what nobody said anything about yet. */
async function checkHeld(id: string): Promise<void> {
  const row = await rowOf(id)
  const [held] = await world.rows<{ fen: number }>(
    sql`select -balance_fen::int as fen from payments.accounts where code = ${`held:${id}`}`,
  )
  const expected = row.paid_at && !row.settlement ? row.service_fen - row.refund_due_fen : 0
  expect(held?.fen ?? 0).toBe(expected + row.given_up_fen)
}

async function play(id: string, step: Act): Promise<void> {
  if (step.do === 'time') {
    await world.advance({ minutes: step.minutes })
    return world.drain()
  }
  if (step.do === 'settle') return moneyArrives(world)
  if (step.do === 'tip') {
    const params = { id }
    const request = await cast.anna.api.orders
      .tipOrder({ params, body: { commandId: newId(), amountFen: step.fen } })
      .catch(() => null)
    if (request) world.sandbox.control.pay(request)
    await world.sandbox.control.idle()
    return world.drain()
  }
  const before = await rowOf(id)
  if (step.do === 'pay') {
    const order = await cast.anna.api.orders.getMyOrder({ params: { id } })
    const request = await openWallet(cast.anna, order).catch(() => null)
    expect(request === null || before.state === 'booked').toBe(true)
    if (request) world.sandbox.control.pay(request)
    await world.sandbox.control.idle()
    return world.drain()
  }
  if (step.do === 'forward') {
    const by = before.companion_id === zhao.id ? 'zhao' : 'wang'
    return play(id, { do: FORWARD[before.state] ?? 'milestones', by, how: step.how, n: 0 })
  }
  const commandId = newId()
  const send = await write(id, step.do, {
    ...step,
    version: step.how === 'stale' ? before.version - 1 : before.version,
  })
  const answers = await Promise.all((step.how === 'twice-at-once' ? [commandId, newId()] : [commandId]).map(send))
  for (const { status, body } of answers) expect(status, `${step.do} ${JSON.stringify(body)}`).toBeLessThan(500)
  expect(answers.map(({ status }) => status)).not.toContain(401)
  const after = await rowOf(id)
  const done = answers.filter(({ status }) => status === 200).length
  // from the pool a refusal is only the companion's own
  const isOwn = step.do === 'refuse' && before.companion_id === null
  if (!isOwn) expect([step.do, after.version - before.version]).toEqual([step.do, done])
  if (!isOwn) expect(done).toBeLessThanOrEqual(1)
  if (step.how === 'stale') expect(done).toBe(0)
  if (step.how === 'retried' && done === 1) {
    const again = await send(commandId)
    // whoever lost the order with her own command may not look any more
    expect([200, 404]).toContain(again.status)
    expect((await rowOf(id)).version).toBe(after.version)
  }
}

test('whatever happens, in whatever order', { timeout: 30_000 + RUNS * 5000 }, async () => {
  const ends: string[] = []
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.boolean(),
      fc.array(act, { minLength: 8, maxLength: 30 }),
      async (isChosen, hasCoupon, steps) => {
        await world.rows(sql`delete from companions.reservations`)
        const start = new Date(Math.floor(world.clock.now().getTime() / 86_400_000 + 2) * 86_400_000 + 2 * 3_600_000)
        const { id } = await bookedOrder(cast.anna, cast.mum, {
          companionId: isChosen ? cast.wang.id : null,
          startsAt: start.toISOString(),
          couponId: hasCoupon ? await couponOf(world, cast.desk, cast.anna) : null,
        })
        for (const step of [{ do: 'pay' as const }, ...steps]) {
          await play(id, step)
          await check(id)
        }
        await moneyArrives(world)
        const { state, refund_due_fen: due, given_up_fen: givenUp } = await check(id)
        ends.push(state)
        expect(await checkBooks(world.system)).toEqual([])
        await checkHeld(id)
        const { money } = await cast.anna.api.orders.getMyOrder({ params: { id } })
        expect(money.refundedFen + money.refundPendingFen).toBe(due - givenUp)
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  )
  // the walks are no good if they all end at the first door
  expect(new Set(ends).size).toBeGreaterThan(3)
})
