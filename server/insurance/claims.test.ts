import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { addDays, shanghaiDay } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { daughter, operatorWith, withdraw } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { countPolicies } from './index.ts'
import { listenIn, paidPolicy, tellProgress, type Insured } from './testing.ts'

let world: World
let policy: Insured
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
beforeEach(async () => {
  policy = await paidPolicy(world)
  await world.drain()
})
afterEach(() => world.sandbox.control.clearScenarios())
afterAll(() => world.close())

const WHAT = '下楼梯时摔倒，手腕骨折'
const today = () => shanghaiDay(world.clock.now())
const report = (part: Partial<{ commandId: string; day: string; what: string }> = {}, person = policy.person) =>
  person.api.insurance.reportClaim({
    params: { id: policy.orderId },
    body: { commandId: randomUUID(), day: today(), what: WHAT, ...part },
  })
const seen = async () => (await policy.person.api.insurance.getPolicyOfOrder({ params: { id: policy.orderId } })).claims
const claimsThere = () =>
  world.rows(
    sql`select 1 from insurance.claims c join insurance.policies p on p.id = policy_id where order_id = ${policy.orderId}`,
  )
const begin = () => world.advance({ hours: 49 })
const settle = async () => {
  await world.drain()
  await world.sandbox.control.idle()
}
const number = () => `LP${policy.orderNumber}C1`

test('reported, moved on by the insurer, paid; the family reads each step, operators do not read what happened', async () => {
  await begin()
  const from = world.clock.now()
  expect((await report()).claims).toMatchObject([{ state: 'reporting', stateName: '报案中', what: WHAT }])
  await settle()
  expect(await seen()).toMatchObject([{ state: 'reported', number: expect.stringMatching(/^LA/) }])
  expect(world.sandbox.control.claims()[0]).toMatchObject({
    what: WHAT,
    policy_request_no: `BX${policy.orderNumber}S1`,
  })
  world.sandbox.control.moveClaim(number(), 'MORE_NEEDED', { words: '请补充门诊病历' })
  await settle()
  expect(await seen()).toMatchObject([{ state: 'more-needed', insurerWords: '请补充门诊病历' }])
  world.sandbox.control.moveClaim(number(), 'APPROVED', { amountFen: 120_000, words: '核定赔付' })
  await settle()
  expect(await seen()).toMatchObject([{ state: 'approved', amountFen: 120_000 }])
  world.sandbox.control.moveClaim(number(), 'PAID')
  await settle()
  expect(await seen()).toMatchObject([{ state: 'paid', stateName: '已赔付', amountFen: 120_000, insurerWords: '' }])
  const counted = await countPolicies(world.system, from, addDays(world.clock.now(), 1))
  expect(counted).toEqual({ policies: 0, claims: 1, claimsPaidFen: 120_000 })
  const desk = await operatorWith(world, ['finance'])
  const [row] = (await desk.api.insurance.listPolicies({ query: { query: policy.orderNumber } })).items
  expect(row?.claims).toMatchObject([{ state: 'paid', amountFen: 120_000, insurerWords: '' }])
  const kept = await world.rows(sql`select c::text from insurance.claims c`)
  for (const text of [JSON.stringify(row), JSON.stringify(kept), world.logged.join()])
    expect(text).not.toContain('骨折')
})

test('all callbacks lost: asked after', async () => {
  await begin()
  await report()
  await settle()
  world.sandbox.control.misbehave({ on: 'callback', do: 'lost', vendor: 'insurer', count: 0 })
  world.sandbox.control.moveClaim(number(), 'REFUSED', { words: '不在保障范围' })
  await world.advance({ hours: 1, minutes: 10 })
  await settle()
  expect(await seen()).toMatchObject([{ state: 'refused', insurerWords: '不在保障范围' }])
})

test('out of order: paid before approved', async () => {
  await begin()
  await report()
  await settle()
  world.sandbox.control.misbehave({ on: 'callback', do: 'held', vendor: 'insurer', action: 'CLAIM.APPROVED' })
  world.sandbox.control.moveClaim(number(), 'APPROVED', { amountFen: 5_000 })
  world.sandbox.control.moveClaim(number(), 'PAID')
  await settle()
  const done = (event: string) =>
    world.sandbox.control.callback((one) => one.subject === number() && one.event === event && one.state === 'done')
  await done('CLAIM.PAID')
  await done('CLAIM.APPROVED')
  expect(await seen()).toMatchObject([{ state: 'paid', amountFen: 5_000 }])
})

test.each([{ do: 'close-after-commit' as const }, { do: 'unsigned' as const }, { do: 'error' as const, status: 503 }])(
  '%o: reported once',
  async (trick) => {
    await begin()
    world.sandbox.control.misbehave({ vendor: 'insurer', action: '/v1/claims', count: 2, ...trick })
    await report()
    await settle()
    await world.advance({ minutes: 1 })
    await settle()
    await world.advance({ minutes: 6 })
    await settle()
    expect(await seen()).toMatchObject([{ state: 'reported' }])
    expect(world.sandbox.control.claims().filter(({ request_no }) => request_no === number())).toHaveLength(1)
  },
)

test('not before it began, not for another day, not for others, not twice with one command, not while one is on its way', async () => {
  await expect(report()).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
  await begin()
  await expect(report({ day: shanghaiDay(addDays(world.clock.now(), -1)) })).rejects.toMatchObject({
    problem: { code: 'INVALID', fields: { day: '出险日期不在保障时间内' } },
  })
  await expect(report({ day: shanghaiDay(addDays(world.clock.now(), 1)) })).rejects.toMatchObject({
    problem: { code: 'INVALID' },
  })
  await expect(report({ what: '痛' })).rejects.toMatchObject({ problem: { code: 'INVALID' } })
  await expect(report({}, await daughter(world))).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } })
  expect(await claimsThere()).toEqual([])
  const commandId = randomUUID()
  await report({ commandId })
  expect((await report({ commandId })).claims).toHaveLength(1)
  await expect(report()).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
  expect(await claimsThere()).toHaveLength(1)
})

test('not without the consent, and not on a policy that was cancelled', async () => {
  await tellProgress(world, policy, 'cancelled')
  await settle()
  await begin()
  await expect(report()).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
  await withdraw(policy.person, 'insurer-sharing')
  await expect(report()).rejects.toMatchObject({ problem: { code: 'CONSENT_REQUIRED' } })
  expect(await claimsThere()).toEqual([])
})

test('two at the same moment: one', async () => {
  await begin()
  const results = await Promise.allSettled([report(), report(), report()])
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await claimsThere()).toHaveLength(1)
})

test('after the confirmation it can still be reported', async () => {
  await begin()
  await tellProgress(world, policy, 'confirmed')
  await settle()
  await report()
  await settle()
  expect(await seen()).toMatchObject([{ state: 'reported' }])
})
