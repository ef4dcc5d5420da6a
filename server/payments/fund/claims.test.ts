/** A claim from the word of a dispatcher to the money of the family. */
import type { Compensation } from '@banyi/contract/payments/fund'
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../core/sql.ts'
import { daughter, operatorWith, type Person, type Staff } from '../../core/testing/people.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { balanceOfAccount, booksMustBeRight, listenIn, moneyArrives, settle, told, type Wish } from '../testing.ts'
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
  await fundGets(world, 200_000)
})
afterAll(() => world.close())
afterEach(() => {
  world.sandbox.control.clearScenarios()
  return booksMustBeRight(world)
})

const fundFen = async () => 0 - (await balanceOfAccount(world, 'fund'))
const claimsOf = (orderId: string) =>
  world.rows<{ state: string }>(sql`select state from payments.claims where order_id = ${orderId}`)
const mine = async (id: string) =>
  (await anna.api.payments.listMyCompensations({ query: { limit: 50 } })).items.find((each) => each.id === id)
/** she takes the transfer in WeChat, and it arrives */
async function confirmed(compensation: Compensation | undefined): Promise<void> {
  world.sandbox.control.confirmTransfer(compensation?.transfer?.confirm ?? {})
  await world.advance({ minutes: 2 })
  for (let i = 0; i < 3; i++) await moneyArrives(world)
}
const settled = async (): Promise<Wish> => {
  const order = await orderOf(world, anna)
  await settle(world, order)
  return order
}
const compensated = async (orderId: string) =>
  (
    await world.rows<{ fen: number }>(
      sql`select compensated_fen::int as fen from payments.orders where order_id = ${orderId}`,
    )
  )[0]?.fen
const refused = async (staff: Staff, body: object) =>
  world.call('POST', '/payments/fund/claims', { token: staff.token, body })

describe('opening', () => {
  test('once, with number, names and history; a retry reads', async () => {
    const order = await settled()
    const body = claimBody(order.orderId)
    const claim = await openedBy(desk.dispatcher, body)
    expect(claim).toMatchObject({
      state: 'proposed',
      stateName: '待批准',
      orderNumber: order.orderNumber,
      createdBy: '陈调度',
      approvalsNeeded: 1,
      can: { approve: false, reject: false, recover: false, retry: false },
    })
    expect(claim.number).toMatch(/^PF\d{10}$/)
    expect(await openedBy(desk.dispatcher, body)).toEqual(claim)
    const seen = await desk.finance.api.payments.getClaim({ params: { id: claim.id } })
    expect(seen.can).toMatchObject({ approve: true, reject: true })
    expect(seen.history.map(({ who, what }) => [who, what])).toEqual([['陈调度', '提出赔付 ¥100.00']])
    expect(await mine(claim.id)).toBeUndefined()
    const found = await desk.finance.api.payments.listClaims({ query: { query: claim.number.toLowerCase() } })
    expect(found).toMatchObject({ total: 1, items: [{ id: claim.id }] })
  })

  test.each<
    [
      string,
      { ruleCode?: string; orderId?: string; amountFen?: number; proofs?: { kind: string; text: string }[] },
      string,
    ]
  >([
    ['an unknown rule', { ruleCode: 'no-such-rule' }, 'ruleCode'],
    ['an order that nobody paid', { orderId: randomUUID() }, 'orderId'],
    ['more than the share of the price', { ruleCode: 'late', amountFen: 13_401 }, 'amountFen'],
    ['more than the rule pays at most', { amountFen: 100_001 }, 'amountFen'],
    ['without all proofs', { ruleCode: 'late', proofs: [{ kind: '订单时间线', text: 'x' }] }, 'proofs'],
  ])('refused: %s; nothing is written', async (_name, wish, field) => {
    const order = await settled()
    const late = wish.ruleCode === 'late' ? companionFault(order.orderId) : claimBody(order.orderId)
    const answer = await refused(desk.dispatcher, { ...late, ...wish, orderId: wish.orderId ?? order.orderId })
    expect([answer.status, Object.keys(answer.body.fields ?? {})]).toEqual([400, [field]])
    expect(await claimsOf(order.orderId)).toEqual([])
  })

  test('one live claim per order and rule, also at the same moment; a rejected one makes place', async () => {
    const order = await settled()
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => openedBy(desk.dispatcher, claimBody(order.orderId))))
    const [claim] = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    if (!claim) return
    const rejected = await desk.finance.api.payments.rejectClaim({ params: { id: claim.id }, body: decision(claim) })
    expect(rejected.state).toBe('rejected')
    await expect(approvedBy(desk.second, rejected)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
    await openedBy(desk.dispatcher, claimBody(order.orderId))
    expect((await claimsOf(order.orderId)).map(({ state }) => state).toSorted()).toEqual(['proposed', 'rejected'])
  })

  test('who must not', async () => {
    const content = await operatorWith(world, ['content'])
    const order = await settled()
    const claim = await openedBy(desk.dispatcher, claimBody(order.orderId))
    const path = `/payments/fund/claims/${claim.id}`
    for (const token of [content.token, anna.token])
      for (const [method, address] of [
        ['GET', '/payments/fund'],
        ['GET', '/payments/fund/claims'],
        ['GET', path],
        ['POST', '/payments/fund/claims'],
        ['POST', `${path}/approve`],
        ['POST', '/payments/fund/rules'],
      ] as const)
        expect((await world.call(method, address, { token })).status).toBeOneOf([401, 403])
    for (const what of ['approve', 'reject', 'retry', 'recover'])
      expect(
        (await world.call('POST', `${path}/${what}`, { token: desk.dispatcher.token, body: decision(claim) })).status,
      ).toBe(403)
    const bella = await daughter(world)
    await approvedBy(desk.finance, claim)
    expect((await bella.api.payments.listMyCompensations({ query: {} })).items).toEqual([])
    await expect(bella.api.payments.checkMyCompensation({ params: { id: claim.id } })).rejects.toMatchObject({
      problem: { code: 'NOT_FOUND' },
    })
    await moneyArrives(world)
  })
})

describe('paying', () => {
  test('of a settled order: back through the payment, within minutes, told twice', async () => {
    const order = await settled()
    const before = await fundFen()
    const claim = await approvedBy(desk.finance, await openedBy(desk.dispatcher, claimBody(order.orderId)))
    expect(claim).toMatchObject({ state: 'paying', refundFen: 10_000, transferFen: 0, approvals: [{ who: '周财务' }] })
    expect(Date.parse(claim.payBefore ?? '') - world.clock.now().getTime()).toBe(30 * 60_000)
    expect((await mine(claim.id))?.sentence).toContain('¥100.00 退回原支付')
    await moneyArrives(world)
    await world.drain()
    expect(await mine(claim.id)).toMatchObject({
      state: 'paid',
      sentence: '已到账：¥100.00 退回原支付',
      transfer: null,
    })
    expect(await fundFen()).toBe(before - 10_000)
    expect(await compensated(order.orderId)).toBe(10_000)
    expect((await told(world, 'payments.compensated', order.orderId)).map(({ isPaid }) => isPaid)).toEqual([
      false,
      true,
    ])
    const { postings, history } = await desk.finance.api.payments.getClaim({ params: { id: claim.id } })
    expect(postings.map(({ kind }) => kind)).toEqual(['compensated', 'refund-settled'])
    expect(history.map(({ what }) => what)).toEqual(['提出赔付 ¥100.00', '批准', '付款中', '已到账'])
  })

  test('while the price is still held: a transfer, which the family confirms', async () => {
    const order = await orderOf(world, anna)
    const { id } = await approvedBy(desk.finance, await openedBy(desk.dispatcher, claimBody(order.orderId)))
    await moneyArrives(world)
    await world.drain()
    const waiting = await mine(id)
    expect(waiting).toMatchObject({ state: 'awaiting-user', transfer: { state: 'awaiting-user', amountFen: 10_000 } })
    const confirm = waiting?.transfer?.confirm
    expect(confirm).toBeTruthy()
    // operators see the transfer and not the way to take it
    expect((await desk.finance.api.payments.getClaim({ params: { id } })).transfer).toMatchObject({ confirm: null })
    expect(world.sandbox.control.confirmTransfer(confirm ?? {}).problem).toBeUndefined()
    await world.advance({ seconds: 5 })
    expect(await anna.api.payments.checkMyCompensation({ params: { id } })).toMatchObject({
      state: 'paid',
      transfer: { state: 'paid' },
    })
    await moneyArrives(world)
    expect(await compensated(order.orderId)).toBe(10_000)
    // what is held is untouched
    expect(await balanceOfAccount(world, `held:${order.orderId}`)).toBe(-26_800)
  })

  test('partly back, the rest by transfer, when more is owed than is left of the payment', async () => {
    const order = await settled()
    const claim = await approvedBy(
      desk.finance,
      await openedBy(desk.dispatcher, claimBody(order.orderId, { amountFen: 30_000 })),
    )
    expect(claim).toMatchObject({ refundFen: 26_800, transferFen: 3_200 })
    await moneyArrives(world)
    await world.drain()
    const waiting = await mine(claim.id)
    expect(waiting?.state).toBe('awaiting-user')
    expect(await compensated(order.orderId)).toBe(0)
    await confirmed(waiting)
    expect((await mine(claim.id))?.sentence).toBe('已到账：¥268.00 退回原支付，¥32.00 转到微信零钱')
    expect(await compensated(order.orderId)).toBe(30_000)
  })

  test('a transfer that nobody confirms comes back to the fund, and only it is paid again', async () => {
    const order = await settled()
    const before = await fundFen()
    const opened = await openedBy(desk.dispatcher, claimBody(order.orderId, { amountFen: 30_000 }))
    const { id } = await approvedBy(desk.finance, opened)
    await moneyArrives(world)
    await world.advance({ hours: 25 })
    for (let i = 0; i < 3; i++) await moneyArrives(world)
    desk = await openDesk(world)
    const { finance } = desk
    const failed = await finance.api.payments.getClaim({ params: { id } })
    expect(failed).toMatchObject({ state: 'failed', refundFen: 26_800, transferFen: 0, can: { retry: true } })
    expect(await fundFen()).toBe(before - 26_800)
    expect(await compensated(order.orderId)).toBe(0)
    const again = await finance.api.payments.retryClaim({ params: { id }, body: decision(failed) })
    expect(again).toMatchObject({ state: 'paying', refundFen: 26_800, transferFen: 3_200 })
    await moneyArrives(world)
    await world.drain()
    await confirmed(await mine(id))
    expect((await mine(id))?.state).toBe('paid')
    expect(await fundFen()).toBe(before - 30_000)
  })

  test('a refund that fails comes back to the fund; the next try goes by transfer', async () => {
    const order = await settled()
    const before = await fundFen()
    const opened = await openedBy(desk.dispatcher, claimBody(order.orderId))
    world.sandbox.control.misbehave({ vendor: 'wxpay', do: 'refund-closed' })
    await approvedBy(desk.finance, opened)
    for (let i = 0; i < 3; i++) await moneyArrives(world)
    const failed = await desk.finance.api.payments.getClaim({ params: { id: opened.id } })
    expect(failed).toMatchObject({ state: 'failed', refundFen: 0, transferFen: 0 })
    expect(await fundFen()).toBe(before)
    expect(await compensated(order.orderId)).toBe(0)
    const again = await desk.finance.api.payments.retryClaim({ params: { id: opened.id }, body: decision(failed) })
    expect(again).toMatchObject({ refundFen: 0, transferFen: 10_000 })
    await moneyArrives(world)
    await world.drain()
    await confirmed(await mine(opened.id))
    expect((await mine(opened.id))?.state).toBe('paid')
  })

  test('a transfer that WeChat takes back after it arrived: in the fund again, not compensated, paid anew', async () => {
    const order = await orderOf(world, anna)
    const before = await fundFen()
    world.sandbox.control.misbehave({ vendor: 'wxpay', do: 'transfer-reversed' })
    const { id } = await approvedBy(desk.finance, await openedBy(desk.dispatcher, claimBody(order.orderId)))
    await moneyArrives(world)
    await world.drain()
    await confirmed(await mine(id))
    expect((await mine(id))?.state).toBe('paid')
    await world.advance({ hours: 2 })
    for (let i = 0; i < 3; i++) await moneyArrives(world)
    await world.advance({ days: 1 })
    for (let i = 0; i < 3; i++) await moneyArrives(world)
    desk = await openDesk(world)
    const failed = await desk.finance.api.payments.getClaim({ params: { id } })
    expect(failed).toMatchObject({ state: 'failed', paidAt: null, transfer: { state: 'reversed' } })
    expect([await fundFen(), await compensated(order.orderId)]).toEqual([before, 0])
    const again = await desk.finance.api.payments.retryClaim({ params: { id }, body: decision(failed) })
    expect(again).toMatchObject({ state: 'paying', transferFen: 10_000 })
    await moneyArrives(world)
    await world.drain()
    await confirmed(await mine(id))
    expect([(await mine(id))?.state, await compensated(order.orderId)]).toEqual(['paid', 10_000])
  })

  test('a large transfer wants the real name', async () => {
    const order = await orderOf(world, anna)
    const rich = { ruleCode: 'injury', amountFen: 200_000 }
    const proofs = ['病历或诊断', '医疗费票据', '现场说明'].map((kind) => ({ kind, text: '见附件' }))
    const claim = await openedBy(desk.dispatcher, claimBody(order.orderId, { ...rich, proofs }))
    await fundGets(world, 200_000)
    const one = await approvedBy(desk.finance, claim)
    expect(one).toMatchObject({ state: 'proposed', approvals: [{ who: '周财务' }], can: { approve: false } })
    await expect(approvedBy(desk.second, one)).rejects.toMatchObject({
      problem: { fields: { payeeName: expect.any(String) as string } },
    })
    const body = decision(one, { payeeName: '李晓雯' })
    const paying = await desk.second.api.payments.approveClaim({ params: { id: claim.id }, body })
    expect(paying).toMatchObject({ state: 'paying', transferFen: 200_000 })
    await moneyArrives(world)
    await world.drain()
    expect((await mine(claim.id))?.state).toBe('awaiting-user')
    // nobody reads the name in the tables
    const [row] = await world.rows<{ t: string }>(
      sql`select t::text as t from payments.transfers t where claim_id = ${claim.id}`,
    )
    expect(row?.t).not.toContain('李晓雯')
  })
})

describe('who approves', () => {
  test('not the one who made it; nothing is written', async () => {
    const order = await settled()
    const claim = await openedBy(desk.finance, claimBody(order.orderId))
    expect(claim.can.approve).toBe(false)
    await expect(approvedBy(desk.finance, claim)).rejects.toMatchObject({ problem: { code: 'FORBIDDEN' } })
    expect(await claimsOf(order.orderId)).toEqual([{ state: 'proposed' }])
    expect(await world.rows(sql`select 1 from payments.approvals where subject_id = ${claim.id}`)).toEqual([])
    expect((await approvedBy(desk.second, claim)).state).toBe('paying')
    await moneyArrives(world)
  })

  test('two at the same moment pay once', async () => {
    const order = await settled()
    const before = await fundFen()
    const claim = await openedBy(desk.dispatcher, claimBody(order.orderId))
    const tries = await Promise.allSettled([approvedBy(desk.finance, claim), approvedBy(desk.second, claim)])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await moneyArrives(world)
    expect(await fundFen()).toBe(before - 10_000)
    expect(await world.rows(sql`select 1 from payments.refunds where claim_id = ${claim.id}`)).toHaveLength(1)
  })

  test('where two must agree, one twice is not two; a retry of hers reads', async () => {
    const order = await settled()
    const proofs = ['交接记录', '物品价值或补办费用凭证'].map((kind) => ({ kind, text: '见附件' }))
    const claim = await openedBy(desk.dispatcher, claimBody(order.orderId, { ruleCode: 'lost-item', proofs }))
    const body = decision(claim)
    const one = await desk.finance.api.payments.approveClaim({ params: { id: claim.id }, body })
    expect(one.state).toBe('proposed')
    expect(await desk.finance.api.payments.approveClaim({ params: { id: claim.id }, body })).toEqual(one)
    await expect(approvedBy(desk.finance, one)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
    await expect(approvedBy(desk.second, claim)).rejects.toMatchObject({ problem: { code: 'CONFLICT' } })
    expect((await approvedBy(desk.second, one)).state).toBe('paying')
    await moneyArrives(world)
  })

  test('an empty fund says what is missing and who can help; nothing is written', async () => {
    const poor = await newWorld()
    try {
      listenIn()
      const people = await openDesk(poor)
      const family = await daughter(poor)
      const order = await orderOf(poor, family)
      const opened = await openedBy(people.dispatcher, claimBody(order.orderId))
      await expect(approvedBy(people.finance, opened)).rejects.toMatchObject({
        problem: {
          code: 'NOT_ALLOWED_NOW',
          message: '先行赔付金余额 ¥0.00，这笔要 ¥100.00，还差 ¥100.00。财务可以在“手工记账”里补充后再批',
        },
      })
      expect(await poor.rows(sql`select 1 from payments.approvals`)).toEqual([])
      await fundGets(poor, 10_000)
      // enough for one of two that are approved at the same moment
      const other = await openedBy(people.dispatcher, claimBody((await orderOf(poor, family)).orderId))
      const tries = await Promise.allSettled([approvedBy(people.finance, opened), approvedBy(people.second, other)])
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const lost = tries.find(({ status }) => status === 'rejected')
      expect(lost).toMatchObject({ reason: { problem: { code: 'NOT_ALLOWED_NOW' } } })
      expect(await balanceOfAccount(poor, 'fund')).toBe(0)
      await booksMustBeRight(poor)
    } finally {
      await poor.close()
      listenIn()
    }
  })
})
