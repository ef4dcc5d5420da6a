/** Rules as data, and what comes back from the companion who was at fault. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../core/sql.ts'
import { daughter, operatorWith, type Person } from '../../core/testing/people.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { inBooks } from '../books/books.ts'
import {
  balanceOfAccount,
  booksMustBeRight,
  earned,
  listenIn,
  moneyArrives,
  paidOrder,
  payee,
  settle,
  type Payee,
} from '../testing.ts'
import { fundAlarms } from './fund-alarms.ts'
import { recoverFromEarnings } from './recover.ts'
import {
  approvedBy,
  claimBody,
  companionFault,
  decision,
  fundGets,
  openDesk,
  openedBy,
  orderOf,
  type Desk,
} from './testing.ts'

let world: World
let desk: Desk
let anna: Person
beforeAll(async () => {
  world = await newWorld()
  listenIn()
  desk = await openDesk(world)
  anna = await daughter(world)
  await fundGets(world, 100_000)
})
afterAll(() => world.close())
afterEach(() => booksMustBeRight(world))

const hers = async (id: string) => 0 - (await balanceOfAccount(world, `earnings:${id}`))
const fundFen = async () => 0 - (await balanceOfAccount(world, 'fund'))
const read = (id: string) => desk.finance.api.payments.getClaim({ params: { id } })
/** she earned ¥80.00 with an order and was at fault: ¥100.00 are paid back to the family */
async function fault(wang: Payee): Promise<{ id: string }> {
  const order = await orderOf(world, anna)
  await settle(world, order, { companionId: wang.id, keptFen: 26_800, incomeFen: 8_000 })
  const { id } = await approvedBy(desk.finance, await openedBy(desk.dispatcher, companionFault(order.orderId)))
  for (let i = 0; i < 2; i++) await moneyArrives(world)
  expect((await read(id)).state).toBe('paid')
  return { id }
}

describe('recovery', () => {
  test('half of what she has after each settlement, until it is whole; she reads why', async () => {
    const wang = await payee(world)
    const { id } = await fault(wang)
    expect(await read(id)).toMatchObject({ companionName: wang.name, recoverFen: 10_000, recoveredFen: 0 })
    // nothing before her next settlement
    expect(await hers(wang.id)).toBe(8_000)
    const before = await fundFen()
    await earned(world, wang.id, 4_000)
    expect(await read(id)).toMatchObject({ recoveredFen: 6_000 })
    expect(await hers(wang.id)).toBe(6_000)
    await earned(world, wang.id, 10_000)
    expect(await read(id)).toMatchObject({ recoveredFen: 10_000, can: { recover: false } })
    expect(await hers(wang.id)).toBe(12_000)
    await earned(world, wang.id, 1_000)
    expect(await hers(wang.id)).toBe(13_000)
    expect(await fundFen()).toBe(before + 10_000)
    const lines = await world.rows<{ amount_fen: string; lines: { why: string }[] }>(
      sql`select amount_fen, lines from payments.earnings where payee_id = ${wang.id} and kind = 'recovery' order by at`,
    )
    expect(lines.map((each) => Number(each.amount_fen))).toEqual([-6_000, -4_000])
    const { number } = await read(id)
    expect(lines[0]?.lines[0]?.why).toContain(number)
  })

  test('finance asks: at once, at most what the rules allow, and never twice for one command', async () => {
    const wang = await payee(world)
    const { id } = await fault(wang)
    const body = { ...decision(await read(id)), amountFen: 7_000 }
    const claim = await desk.finance.api.payments.recoverClaim({ params: { id }, body })
    expect(claim).toMatchObject({ recoverFen: 7_000, recoveredFen: 4_000 })
    await Promise.all(
      Array.from({ length: 4 }, () =>
        inBooks(world.system, (tx) => recoverFromEarnings(tx, randomUUID(), world.clock.now())),
      ),
    )
    expect(await hers(wang.id)).toBe(4_000)
  })

  test('many at the same moment take once', async () => {
    const wang = await payee(world)
    const { id } = await fault(wang)
    const taken = await Promise.all(
      Array.from({ length: 6 }, () =>
        inBooks(world.system, (tx) => recoverFromEarnings(tx, wang.id, world.clock.now())),
      ),
    )
    // each that comes after the commit of another takes half of what is left: never the same half twice
    const sum = taken.reduce((total, fen) => total + fen, 0)
    expect((await read(id)).recoveredFen).toBe(sum)
    expect(await hers(wang.id)).toBe(8_000 - sum)
    expect(taken.filter((fen) => fen === 4_000).length).toBe(1)
  })

  test('refused: before the approval, more than was paid, less than came back, nobody, another person', async () => {
    const wang = await payee(world)
    const { id } = await fault(wang)
    await earned(world, wang.id, 2_000)
    const recover = (wish: object) =>
      read(id).then((claim) =>
        world.call('POST', `/payments/fund/claims/${id}/recover`, {
          token: desk.finance.token,
          body: { ...decision(claim), ...wish },
        }),
      )
    const other = await payee(world, '李桂兰')
    expect((await recover({ amountFen: 10_001 })).body.fields).toHaveProperty('amountFen')
    expect((await recover({ amountFen: 4_999 })).body.fields).toHaveProperty('amountFen')
    expect((await recover({ amountFen: 10_000, companionId: other.id })).body.fields).toHaveProperty('companionId')
    expect((await recover({ amountFen: 10_000, companionId: randomUUID() })).status).toBe(404)
    expect((await read(id)).recoveredFen).toBe(5_000)
    const order = await orderOf(world, anna)
    const open = await openedBy(desk.dispatcher, claimBody(order.orderId))
    const path = `/payments/fund/claims/${open.id}/recover`
    const early = { ...decision(open), amountFen: 1_000, companionId: wang.id }
    expect((await world.call('POST', path, { token: desk.finance.token, body: early })).status).toBe(409)
  })

  test('she who was replaced pays, not she who came', async () => {
    const [wang, li] = [await payee(world), await payee(world, '李桂兰')]
    await earned(world, wang.id, 5_000)
    const order = await orderOf(world, anna)
    await settle(world, order, { companionId: li.id, keptFen: 26_800, incomeFen: 8_000 })
    const opened = await openedBy(desk.dispatcher, companionFault(order.orderId, { companionId: wang.id }))
    expect(opened.companionName).toBe(wang.name)
    await approvedBy(desk.finance, opened)
    for (let i = 0; i < 2; i++) await moneyArrives(world)
    await earned(world, wang.id, 1_000)
    await earned(world, li.id, 1_000)
    expect([await hers(wang.id), await hers(li.id)]).toEqual([3_000, 9_000])
  })
})

describe('rules', () => {
  test('everybody reads them, finance writes a new version, operators see who and why', async () => {
    const seen = await world.api().payments.getFundRules()
    expect(seen).toMatchObject({ changedBy: '平台', reason: '', sharePercent: 5, recoveryPercent: 50 })
    const { version, changedAt: _at, changedBy: _by, reason: _reason, ...rules } = seen
    const body = { commandId: randomUUID(), version, reason: '提高比例', rules: { ...rules, sharePercent: 6 } }
    const next = await desk.finance.api.payments.setFundRules({ body })
    expect(next).toMatchObject({ version: version + 1, sharePercent: 6, changedBy: '周财务', reason: '提高比例' })
    expect(await desk.finance.api.payments.setFundRules({ body })).toEqual(next)
    expect(await world.api().payments.getFundRules()).toMatchObject({ changedBy: '平台', reason: '' })
    // another who saw the old version
    const late = { ...body, commandId: randomUUID() }
    await expect(desk.second.api.payments.setFundRules({ body: late })).rejects.toMatchObject({
      problem: { code: 'CONFLICT' },
    })
    const [first] = rules.rules
    const twice = {
      ...body,
      commandId: randomUUID(),
      version: version + 1,
      rules: { ...rules, rules: first ? [first, first] : [] },
    }
    await expect(desk.finance.api.payments.setFundRules({ body: twice })).rejects.toMatchObject({
      problem: { code: 'INVALID' },
    })
    expect(await world.rows(sql`select 1 from payments.rules where kind = 'fund'`)).toHaveLength(2)
    // the next order is shared by them
    const before = await fundFen()
    const order = await paidOrder(world, { amountFen: 10_000 })
    await settle(world, order, { keptFen: 10_000, incomeFen: 0, lines: [] })
    expect((await fundFen()) - before).toBe(600)
  })
  test('a claim keeps the rule under which it was made', async () => {
    const order = await orderOf(world, anna)
    await settle(world, order)
    const opened = await openedBy(desk.dispatcher, claimBody(order.orderId))
    const {
      version,
      changedAt: _at,
      changedBy: _by,
      reason: _reason,
      ...rules
    } = await world.api().payments.getFundRules()
    const stricter = rules.rules.map((rule) => (rule.code === 'platform-fault' ? { ...rule, approvers: 2 } : rule))
    await desk.finance.api.payments.setFundRules({
      body: { commandId: randomUUID(), version, reason: '两人批准', rules: { ...rules, rules: stricter } },
    })
    expect(await approvedBy(desk.finance, opened)).toMatchObject({ state: 'paying', approvalsNeeded: 1 })
    await moneyArrives(world)
  })
})

describe('the fund', () => {
  test('balance, where it came from, where it went, posting by posting', async () => {
    const { items, ...fund } = await desk.finance.api.payments.getFund({ query: { limit: 50 } })
    expect(fund.balanceFen).toBe(await fundFen())
    expect(fund.setAsideFen + fund.recoveredFen - fund.paidFen).toBe(fund.balanceFen)
    const [{ fen } = { fen: 0 }] = await world.rows<{ fen: number }>(
      sql`select sum(recover_fen - recovered_fen)::int as fen from payments.claims where approved_at is not null`,
    )
    expect(fund.toRecoverFen).toBe(fen)
    expect(items.every(({ entries }) => entries.some(({ account }) => account === 'fund'))).toBe(true)
    expect(new Set(items.map(({ kindName }) => kindName))).toEqual(new Set(['结算', '赔付原路退回', '追偿']))
  })
  test('alarms: too little for the largest claim; not there in time', async () => {
    const alarms = () => inBooks(world.system, (tx) => fundAlarms(tx, world.clock.now()))
    expect((await alarms()).map(({ kind }) => kind)).toEqual(['fund-low'])
    const order = await orderOf(world, anna)
    await approvedBy(desk.finance, await openedBy(desk.dispatcher, companionFault(order.orderId)))
    await world.advance({ minutes: 31 })
    await fundGets(world, 500_000)
    expect(await alarms()).toMatchObject([{ kind: 'claims-overdue', count: 1 }])
    await world.drain()
    expect(world.logged.some((line) => line.includes('compensations did not arrive in time'))).toBe(true)
    const content = await operatorWith(world, ['content'])
    expect((await world.call('GET', '/payments/fund', { token: content.token })).status).toBe(403)
  })
})
