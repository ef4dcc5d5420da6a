/** A month adds up, whatever happened in it, and its papers say the same. */
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newWorld, type World } from '../../core/testing/world.ts'
import { operatorWith } from '../../core/testing/people.ts'
import { earningsOf, inBooks, post, COMMISSION } from '../books/books.ts'
import { sql } from '../../core/sql.ts'
import { booksMustBeRight } from '../testing.ts'
import { recordEarning } from './record-earning.ts'
import { confirm, earn, look, payeeWith, withdraw, type WorkingCompanion } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld({ start: '2026-11-02T01:00:00Z' })
})
afterAll(() => world.close())

/** an operator gave or took: commission <-> earnings */
const adjust = (payeeId: string, fen: number): Promise<void> =>
  inBooks(world.system, async (tx) => {
    const at = world.clock.now()
    const entries = [
      { account: COMMISSION, amountFen: fen },
      { account: earningsOf(payeeId), amountFen: -fen },
    ]
    const sentence = { key: randomUUID(), orderId: null, kind: 'earnings-credit', sentence: '补', reference: '', at }
    const postingId = (await post(tx, { ...sentence, entries })) ?? ''
    const lines = [{ code: 'adjustment', name: '=补贴', amountFen: fen, why: '高温' }]
    const words = { kind: 'adjustment' as const, title: '平台补贴', orderId: null, orderNumber: null }
    await recordEarning(tx, { postingId, payeeId, ...words, lines, amountFen: fen, at })
  })

/** weeks pass: a sign-in does not last that long */
async function signInAgain(person: WorkingCompanion): Promise<void> {
  const code = world.sandbox.control.login(person.openid)
  const { token } = await world.api().identity.signInByWechat({ body: { code } })
  Object.assign(person, { token, api: world.api(token) })
}

test('opening + income + tips + adjustments − withdrawn = closing = the balance in the books', async () => {
  // commission that an adjustment can take from
  await inBooks(world.system, (tx) =>
    post(tx, {
      key: 'seed',
      orderId: null,
      kind: 'settled',
      sentence: '',
      reference: '',
      at: world.clock.now(),
      entries: [
        { account: 'provider', amountFen: 1_000_000 },
        { account: COMMISSION, amountFen: -1_000_000 },
      ],
    }),
  )
  const step = fc.oneof(
    fc.record({ do: fc.constant('earn' as const), fen: fc.integer({ min: 1, max: 30_000 }) }),
    fc.record({ do: fc.constant('adjust' as const), fen: fc.integer({ min: 1, max: 5_000 }) }),
    fc.record({ do: fc.constant('withdraw' as const), fen: fc.integer({ min: 100, max: 20_000 }) }),
    fc.record({ do: fc.constant('wait' as const), fen: fc.integer({ min: 1, max: 20 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const wang = await payeeWith(world, 0)
      for (const { do: what, fen } of steps) {
        if (what === 'earn') await earn(world, wang.companionId, fen)
        if (what === 'adjust') await adjust(wang.companionId, fen)
        // not enough, or the third of the day: refused
        if (what === 'withdraw') await withdraw(wang, fen).catch(() => {})
        if (what === 'wait') {
          await world.advance({ days: fen })
          await signInAgain(wang)
        }
      }
      // those that nobody confirmed come back, in whatever month it is by now
      await world.drain()
      const { items } = await wang.api.payments.listMyStatements()
      let expected = 0
      for (const { month } of items.toReversed()) {
        const s = await wang.api.payments.getMyStatement({ params: { month } })
        expect(s.openingFen).toBe(expected)
        expect(s.openingFen + s.incomeFen + s.tipFen + s.adjustmentFen - s.withdrawnFen).toBe(s.closingFen)
        expect(s.lines.reduce((sum, line) => sum + line.amountFen, s.openingFen)).toBe(s.closingFen)
        for (const line of s.lines)
          expect(line.lines.reduce((sum, part) => sum + part.amountFen, 0)).toBe(line.amountFen)
        expected = s.closingFen
      }
      const { balanceFen } = await wang.api.payments.getMyEarnings({ query: {} })
      expect(balanceFen).toBe(expected)
      expect(items[0]?.closingFen ?? 0).toBe(expected)
    }),
    { numRuns: 8 },
  )
  await booksMustBeRight(world)
}, 120_000)

test('PDF and CSV: hers, and for finance with a note of who took it; nobody else’s', async () => {
  const wang = await payeeWith(world, 40_000)
  await adjust(wang.companionId, 1_000)
  const { id } = await withdraw(wang, 10_000)
  await world.drain()
  confirm(world, await look(wang, id))
  const month = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7)
  const get = (path: string, token?: string) => world.call('GET', path, token ? { token } : {})
  const statement = await wang.api.payments.getMyStatement({ params: { month } })
  expect(statement).toMatchObject({ tipFen: 40_000, adjustmentFen: 1_000, withdrawnFen: 10_000, closingFen: 31_000 })
  const csv = await get(`/payments/statements/${month}/csv`, wang.token)
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const said = String(csv.body['text'])
  expect(said).toContain(`'=补贴,10.00,高温`)
  expect(said).toContain(statement.fingerprint)
  const pdf = await get(`/payments/statements/${month}/pdf`, wang.token)
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  const desk = await operatorWith(world, ['finance'])
  const theirs = `/payments/finance/payees/${wang.companionId}/statements/${month}`
  expect((await get(`${theirs}/pdf`, desk.token)).status).toBe(200)
  expect(
    await world.rows(
      sql`select 1 from core.audit where action = 'payments.export-statement' and subject_id = ${wang.companionId}`,
    ),
  ).toHaveLength(1)
  expect((await get(`${theirs}/csv`, wang.token)).status).toBe(403)
  expect((await get(`/payments/statements/${month}/pdf`)).status).toBe(401)
  expect((await get('/payments/statements/2026-13/pdf', wang.token)).status).toBe(400)
  expect((await get('/payments/statements/2099-01/csv', wang.token)).status).toBe(404)
  const list = await desk.api.payments.listPayees({ query: { query: '王秀珍' } })
  expect(list.items.find((item) => item.id === wang.companionId)).toMatchObject({
    balanceFen: 31_000,
    earnedFen: 41_000,
  })
})
