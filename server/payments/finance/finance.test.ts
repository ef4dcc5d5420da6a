/** The books as finance reads them, and postings that two people make. */
import type { ProposalKind } from '@banyi/contract/payments/finance'
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { daughter, operatorWith, type Staff } from '../../core/testing/people.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { shanghaiDay } from '../../core/clock.ts'
import {
  askRefund,
  balanceOfAccount,
  booksMustBeRight,
  listenIn,
  moneyArrives,
  paidOrder,
  payee,
  say,
  settle,
  type Payee,
} from '../testing.ts'

let world: World
let [lin, qian]: Staff[] = []
let wang: Payee
beforeAll(async () => {
  world = await newWorld()
  listenIn()
  lin = await operatorWith(world, ['finance'], '林会计')
  qian = await operatorWith(world, ['finance'], '钱会计')
  wang = await payee(world)
})
/** the doors count calls per minute */
beforeEach(() => world.advance({ minutes: 2 }))
afterEach(() => booksMustBeRight(world))
afterAll(() => world.close())
const staff = (one: Staff | undefined): Staff => {
  if (!one) throw new Error('nobody')
  return one
}
const api = (one: Staff | undefined = lin) => staff(one).api.payments
const balance = (code: string) => balanceOfAccount(world, code)

interface Wish {
  kind: ProposalKind
  amountFen: number
  party?: string | null
}
const propose = (wish: Wish, by = lin) =>
  api(by).proposePosting({
    body: { commandId: randomUUID(), reference: 'FT-2026-1', reason: '月末结转', party: null, ...wish },
  })
const approve = (it: { id: string; version: number }, by = qian, commandId: string = randomUUID()) =>
  api(by).approveProposal({ params: { id: it.id }, body: { commandId, version: it.version, reason: '核对无误' } })
const posted = async (wish: Wish) => approve(await propose(wish))
/** what a confirmed order leaves behind; all of it is ours */
const commission = async (fen: number) =>
  settle(world, await paidOrder(world, { amountFen: fen }), {
    keptFen: fen,
    incomeFen: 0,
    companionId: null,
    lines: [],
  })

describe('postings by two people', () => {
  test('each kind moves what it says', async () => {
    await commission(2_000_000)
    const order = await paidOrder(world)
    await say(world, 'insurance.bound', {
      orderId: order.orderId,
      policyId: randomUUID(),
      policyNumber: 'PN1',
      planName: '意外险',
      premiumFen: 600,
    })
    await say(world, 'orders.discounted', {
      orderId: order.orderId,
      couponFen: 900,
      funderCode: 'union',
      couponName: '工会券',
    })
    await world.drain()
    const earnings = `earnings:${wang.id}`
    const moves: [Wish, plus: string, minus: string][] = [
      [{ kind: 'bank-withdrawal', amountFen: 50_000 }, 'bank', 'provider'],
      [{ kind: 'bank-deposit', amountFen: 7_000 }, 'provider', 'bank'],
      [{ kind: 'premium-remitted', amountFen: 600 }, 'premium', 'bank'],
      [{ kind: 'channel-settled', amountFen: 900, party: 'union' }, 'bank', 'coupon:union'],
      [{ kind: 'fund-top-up', amountFen: 10_000 }, 'commission', 'fund'],
      [{ kind: 'fund-endowed', amountFen: 700 }, 'bank', 'fund'],
      [{ kind: 'recovery-received', amountFen: 300 }, 'bank', 'fund'],
      [{ kind: 'earnings-credit', amountFen: 5_000, party: wang.id }, 'commission', earnings],
      [{ kind: 'earnings-debit', amountFen: 1_000, party: wang.id }, earnings, 'commission'],
      [{ kind: 'commission-paid-out', amountFen: 20_000 }, 'commission', 'bank'],
    ]
    for (const [wish, plus, minus] of moves) {
      const before = [await balance(plus), await balance(minus)]
      const proposed = await propose(wish)
      expect([await balance(plus), await balance(minus)]).toEqual(before)
      expect(proposed).toMatchObject({ state: 'proposed', createdBy: '林会计', can: { decide: false } })
      expect(await approve(proposed)).toMatchObject({ state: 'posted', decidedBy: '钱会计' })
      const after = [await balance(plus), await balance(minus)]
      expect([wish.kind, ...after.map((fen, i) => fen - (before[i] ?? 0))]).toEqual([
        wish.kind,
        wish.amountFen,
        -wish.amountFen,
      ])
    }
    const lines = await world.rows(
      sql`select kind, title, amount_fen::int, balance_fen::int from payments.earnings where payee_id = ${wang.id} order by balance_fen desc`,
    )
    expect(lines).toEqual([
      { kind: 'adjustment', title: '平台补给', amount_fen: 5_000, balance_fen: 5_000 },
      { kind: 'adjustment', title: '平台扣回', amount_fen: -1_000, balance_fen: 4_000 },
    ])
  })

  test('who proposed never agrees: not by the door, not in the database', async () => {
    const it = await propose({ kind: 'fund-top-up', amountFen: 100 })
    const fund = await balance('fund')
    await expect(approve(it, lin)).rejects.toMatchObject({ problem: { code: 'FORBIDDEN' } })
    expect(await balance('fund')).toBe(fund)
    const byHand = world.rows(sql`update payments.proposals set decided_by = created_by where id = ${it.id}`)
    await expect(byHand).rejects.toMatchObject({ code: '23514' })
  })

  test('two agree at the same moment, one of them twice: posted once', async () => {
    const zhao = await operatorWith(world, ['finance'], '赵会计')
    for (let round = 0; round < 5; round++) {
      const it = await propose({ kind: 'fund-top-up', amountFen: 100 })
      const fund = await balance('fund')
      const commandId = randomUUID()
      const answers = await Promise.allSettled([
        approve(it, qian, commandId),
        approve(it, qian, commandId),
        approve(it, zhao),
      ])
      expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
      expect((await balance('fund')) - fund).toBe(-100)
      const postings = await world.rows(sql`select 1 from payments.postings where key = ${`proposal:${it.id}`}`)
      expect(postings).toHaveLength(1)
    }
  })

  test('rejected: nothing moves, and it cannot be agreed to any more', async () => {
    const it = await propose({ kind: 'fund-top-up', amountFen: 100 })
    const fund = await balance('fund')
    const body = { commandId: randomUUID(), version: it.version, reason: '金额不对' }
    expect(await api(lin).rejectProposal({ params: { id: it.id }, body })).toMatchObject({ state: 'rejected' })
    await expect(approve({ ...it, version: it.version + 1 })).rejects.toMatchObject({ problem: { code: 'CONFLICT' } })
    expect(await balance('fund')).toBe(fund)
  })

  test('more than there is: refused, still proposed', async () => {
    const wishes: Wish[] = [
      { kind: 'bank-withdrawal', amountFen: 90_000_000 },
      { kind: 'premium-remitted', amountFen: 90_000_000 },
      { kind: 'commission-paid-out', amountFen: 90_000_000 },
      { kind: 'earnings-debit', amountFen: 90_000_000, party: wang.id },
      { kind: 'channel-settled', amountFen: 90_000_000, party: 'union' },
    ]
    for (const wish of wishes) {
      const it = await propose(wish)
      await expect(approve(it)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
      const { items } = await api().listProposals({ query: { state: 'proposed' } })
      expect(items.find(({ id }) => id === it.id)).toMatchObject({ version: it.version, state: 'proposed' })
    }
  })

  test('the same command again answers with the present state', async () => {
    const body = {
      commandId: randomUUID(),
      kind: 'fund-top-up' as const,
      amountFen: 100,
      reference: 'FT-9',
      reason: '重试',
    }
    const [a, b] = await Promise.all([api().proposePosting({ body }), api().proposePosting({ body })])
    expect(a.id).toBe(b.id)
  })

  test('what cannot be is refused at once', async () => {
    const bad: [Wish, string][] = [
      [{ kind: 'fund-top-up', amountFen: 0 }, 'INVALID'],
      [{ kind: 'fund-top-up', amountFen: 1, party: 'x' }, 'INVALID'],
      [{ kind: 'earnings-credit', amountFen: 1 }, 'INVALID'],
      [{ kind: 'earnings-credit', amountFen: 1, party: randomUUID() }, 'INVALID'],
      [{ kind: 'channel-settled', amountFen: 1, party: 'Union:x' }, 'INVALID'],
      [{ kind: 'reversal', amountFen: 1, party: 'no' }, 'INVALID'],
      [{ kind: 'reversal', amountFen: 1, party: randomUUID() }, 'INVALID'],
    ]
    const count = () => world.rows(sql`select count(*) from payments.proposals`)
    const before = await count()
    for (const [wish, code] of bad) await expect(propose(wish)).rejects.toMatchObject({ problem: { code } })
    expect(await count()).toEqual(before)
  })
})

describe('a correction', () => {
  test('is the exact opposite, once, and says what it corrects', async () => {
    const wrong = await posted({ kind: 'earnings-credit', amountFen: 777, party: wang.id })
    const [before, fund] = [await balance(`earnings:${wang.id}`), await balance('commission')]
    const wish: Wish = { kind: 'reversal', amountFen: 777, party: wrong.postingId }
    const it = await propose(wish)
    await expect(propose(wish)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
    const done = await approve(it)
    const posting = await api().getPosting({ params: { id: done.postingId ?? '' } })
    expect(posting).toMatchObject({ kind: 'correction', sentence: '更正：补给陪诊员 ¥7.77：月末结转' })
    expect((await balance(`earnings:${wang.id}`)) - before).toBe(777)
    expect((await balance('commission')) - fund).toBe(-777)
    await expect(propose(wish)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
    await expect(propose({ ...wish, party: done.postingId })).rejects.toMatchObject({
      problem: { code: 'NOT_ALLOWED_NOW' },
    })
  })

  test('another amount, and what has a life of its own, is refused with the reason', async () => {
    const order = await paidOrder(world)
    await askRefund(world, { orderId: order.orderId, amountFen: 100 })
    await moneyArrives(world)
    const { postings } = await api().getOrderMoney({ params: { id: order.orderId } })
    const answers = new Map<string, string>()
    for (const posting of postings) {
      const error: unknown = await propose({ kind: 'reversal', amountFen: 100, party: posting.id }).catch(
        (e: unknown) => e,
      )
      answers.set(posting.kind, error instanceof Error ? error.message : 'accepted')
    }
    expect(Object.fromEntries(answers)).toEqual({
      captured: '收款以微信支付为准，不能手工冲回',
      'refund-requested': '退款有自己的流程，请在退款里处理',
      'refund-settled': '退款有自己的流程，请在退款里处理',
    })
    const wrong = await posted({ kind: 'fund-top-up', amountFen: 100 })
    const wish: Wish = { kind: 'reversal', amountFen: 99, party: wrong.postingId }
    await expect(propose(wish)).rejects.toMatchObject({ problem: { code: 'INVALID' } })
  })
})

describe('reading', () => {
  test('the overview: balances sum to zero, the day’s flows, what is wrong', async () => {
    const order = await paidOrder(world)
    await settle(world, order)
    const day = shanghaiDay(world.clock.now())
    const overview = await api().getFinanceOverview({ query: {} })
    expect(overview.balances.reduce((sum, { balanceFen }) => sum + balanceFen, 0)).toBe(0)
    const flows = overview.days.find((it) => it.day === day)
    const [paid] = await world.rows<{ fen: number }>(
      sql`select sum(amount_fen)::int as fen from payments.payments where state = 'captured'`,
    )
    const [released] = await world.rows<{ fen: number }>(sql`select sum(released_fen)::int as fen from payments.orders`)
    const [back] = await world.rows<{ fen: number }>(
      sql`select sum(amount_fen)::int as fen from payments.refunds where state = 'refunded'`,
    )
    expect(flows).toEqual({
      day,
      paidFen: paid?.fen,
      releasedFen: released?.fen,
      refundedFen: back?.fen,
      payoutFen: 0,
      feeFen: 0,
    })
    expect(overview.holdLimitDays).toBe(30)
    expect(overview.alarms.some(({ kind }) => kind === 'abnormal-refunds')).toBe(false)
    world.sandbox.control.misbehave({ vendor: 'wxpay', do: 'refund-abnormal' })
    await askRefund(world, { orderId: (await paidOrder(world)).orderId, amountFen: 100 })
    await moneyArrives(world)
    const { alarms } = await api().getFinanceOverview({ query: { from: day, to: day } })
    expect(alarms).toContainEqual(
      expect.objectContaining({ kind: 'abnormal-refunds', count: 1, sentence: '1 笔退款需要人工处理' }),
    )
    await expect(api().getFinanceOverview({ query: { from: day, to: '2020-01-01' } })).rejects.toMatchObject({
      problem: { code: 'INVALID' },
    })
  })

  test('a settlement that does not fit is in the alarms after an hour', async () => {
    const order = await paidOrder(world)
    await settle(world, order, { keptFen: 26_801, incomeFen: 0, companionId: null, lines: [] })
    const alarmed = async () =>
      (await api().getFinanceOverview({ query: {} })).alarms.some(({ sentence }) => sentence.includes('托管不够结算'))
    expect(await alarmed()).toBe(false)
    await world.advance({ minutes: 61 })
    await world.drain()
    lin = await operatorWith(world, ['finance'], '林会计')
    qian = await operatorWith(world, ['finance'], '钱会计')
    expect(await alarmed()).toBe(true)
    await world.rows(sql`delete from core.tasks where kind = 'payments.settle-order'`)
  })

  test('postings by account, kind, order, number and day; pages hold each once', async () => {
    const order = await paidOrder(world)
    await world.advance({ seconds: 1 })
    const { companionId } = await settle(world, order, { companionId: wang.id })
    const list = async (query: object) => (await api().listPostings({ query: { limit: 50, ...query } })).items
    expect((await list({ orderId: order.orderId })).map(({ kind }) => kind)).toEqual(['settled', 'captured'])
    expect((await list({ query: order.orderNumber })).map(({ kind }) => kind)).toEqual(['settled', 'captured'])
    expect(await list({ account: `held:${order.orderId}` })).toHaveLength(2)
    expect((await list({ account: 'fund' })).length).toBeGreaterThan(1)
    const hers = await list({ account: `earnings:${companionId}` })
    expect(hers[0]?.entries.map(({ accountName }) => accountName)).toContain('陪诊员余额 王秀珍')
    expect(hers[0]?.entries.map(({ accountName }) => accountName)).toContain(`托管 ${order.orderNumber}`)
    expect((await list({ account: 'earnings' })).length).toBeGreaterThanOrEqual(hers.length)
    expect((await list({ kind: 'tipped' })).length).toBe(0)
    expect(await list({ to: '2020-01-01' })).toEqual([])
    expect(await list({ query: '%' })).toEqual([])
    const [all] = await world.rows<{ n: number }>(sql`select count(*)::int as n from payments.postings`)
    const seen: string[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await api().listPostings({ query: { limit: 7, ...(cursor ? { cursor } : {}) } })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect([seen.length, new Set(seen).size]).toEqual([all?.n, all?.n])
  })

  test('the table: one line per entry, debit and credit equal, formulas are text; who took it is written down', async () => {
    await posted({ kind: 'fund-top-up', amountFen: 100 })
    const answer = await fetch(`${world.url}/payments/finance/postings.csv`, {
      headers: { authorization: `Bearer ${staff(lin).token}` },
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    const text = await answer.text()
    const [entries] = await world.rows<{ n: number }>(sql`select count(*)::int as n from payments.entries`)
    expect(text.trim().split('\r\n')).toHaveLength((entries?.n ?? 0) + 1)
    const audit = await world.rows(
      sql`select 1 from core.audit where action = 'payments.export-postings' and actor_id = ${staff(lin).operatorId}`,
    )
    expect(audit).toHaveLength(1)
    const bad = await world.call('GET', '/payments/finance/postings.csv?from=yesterday', { token: staff(lin).token })
    expect(bad.status).toBe(400)
  })

  test('the money of orders: every fen is somewhere', async () => {
    const { items } = await api().listOrderMoney({ query: { limit: 50 } })
    expect(items.length).toBeGreaterThan(5)
    for (const it of items)
      expect(it.heldFen + it.releasedFen + it.refundedFen + it.refundPendingFen + it.premiumFen).toBe(
        it.paidFen + it.couponFen,
      )
    const held = await api().listOrderMoney({ query: { only: 'held' } })
    expect(held.items.every(({ heldFen }) => heldFen > 0)).toBe(true)
    const [first] = items
    expect((await api().listOrderMoney({ query: { query: first?.orderNumber } })).items).toEqual([first])
    const frozen = await paidOrder(world)
    await say(world, 'orders.frozen', { orderId: frozen.orderId, isFrozen: true, at: world.clock.now().toISOString() })
    await world.drain()
    expect((await api().listOrderMoney({ query: { only: 'frozen' } })).items.map(({ orderId }) => orderId)).toEqual([
      frozen.orderId,
    ])
  })

  test('who must not', async () => {
    const dispatcher = await operatorWith(world, ['dispatcher', 'reviewer', 'content', 'security', 'audit'])
    const tokens = [undefined, (await daughter(world)).token, dispatcher.token]
    for (const token of tokens)
      for (const path of [
        'overview',
        'postings',
        'postings.csv',
        'orders',
        'proposals',
        `orders/${randomUUID()}`,
        `postings/${randomUUID()}`,
      ])
        expect([401, 403]).toContain(
          (await world.call('GET', `/payments/finance/${path}`, token ? { token } : {})).status,
        )
    const body = { commandId: randomUUID(), kind: 'fund-top-up', amountFen: 1, reference: 'XX', reason: '不应成功' }
    for (const token of tokens)
      expect([401, 403]).toContain(
        (await world.call('POST', '/payments/finance/proposals', { body, ...(token ? { token } : {}) })).status,
      )
    expect(await world.rows(sql`select 1 from payments.proposals where reason = '不应成功'`)).toEqual([])
    expect(
      (await world.call('GET', `/payments/finance/orders/${randomUUID()}`, { token: staff(lin).token })).status,
    ).toBe(404)
  })
})
