/** Refunds that hang or fail, handled to their end by finance through the real doors. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { daughter, operatorWith, type Staff } from '../../core/testing/people.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { inBooks } from '../books/books.ts'
import { moneyOf } from '../index.ts'
import {
  askRefund,
  balanceOfAccount,
  booksMustBeRight,
  kindsOf,
  listenIn,
  moneyArrives,
  paidOrder,
  refundsOf,
  settle,
  told,
  type Wish,
} from '../testing.ts'
import { promiseRefundFromFund } from './promise-from-fund.ts'
import { settleRefund } from './settle-refund.ts'

let world: World
let finance: Staff
beforeAll(async () => {
  world = await newWorld()
  listenIn()
  finance = await operatorWith(world, ['finance'])
})
afterEach(async () => {
  world.sandbox.control.clearScenarios()
  await booksMustBeRight(world)
})
afterAll(() => world.close())

const misbehave = (trick: Parameters<World['sandbox']['control']['misbehave']>[0]) =>
  world.sandbox.control.misbehave({ vendor: 'wxpay', ...trick })
const CARD = '6222021234567890123'
const NAME = '李晓雯'
const command = () => ({ commandId: randomUUID(), reason: '家属来电核对过' })
const toCard = (number: string, changes: object = {}) =>
  world.call('POST', `/payments/finance/refunds/${number}/abnormal`, {
    token: finance.token,
    body: { ...command(), to: 'user-card', bankType: 'ICBC_DEBIT', cardNumber: CARD, realName: NAME, ...changes },
  })
const toOurBank = (number: string) =>
  finance.api.payments.handleAbnormalRefund({ params: { number }, body: { ...command(), to: 'our-bank' } })
const numberOf = async (orderId: string): Promise<string> => (await refundsOf(world, orderId)).at(-1)?.number ?? ''

/** an order whose refund ended so at the provider */
async function refundThat(
  trick: 'refund-abnormal' | 'refund-closed',
  amountFen = 10_000,
): Promise<Wish & { number: string; key: string }> {
  const order = await paidOrder(world)
  misbehave({ do: trick })
  const key = await askRefund(world, { orderId: order.orderId, amountFen })
  await moneyArrives(world)
  world.sandbox.control.clearScenarios()
  return { ...order, key, number: await numberOf(order.orderId) }
}
const refunding = (orderId: string) => balanceOfAccount(world, `refunding:${orderId}`)

describe('an abnormal refund', () => {
  test('to a card of the family: it arrives, and card and name are kept nowhere', async () => {
    const { number, orderId, key } = await refundThat('refund-abnormal')
    expect(await finance.api.payments.getRefund({ params: { number } })).toMatchObject({
      state: 'abnormal',
      can: { handleAbnormal: true, again: false, recordBankPayment: false },
    })
    expect((await toCard(number)).status).toBe(200)
    await moneyArrives(world)
    const shown = await finance.api.payments.getRefund({ params: { number } })
    expect(shown).toMatchObject({ state: 'refunded', can: { handleAbnormal: false } })
    expect(shown.history.map(({ what }) => what)).toEqual([
      '发起退款 ¥100.00',
      '家属的收款账户异常，等待人工处理',
      '改退到家属的银行卡',
      '退款 ¥100.00 已经退回家属的支付账户',
    ])
    expect(shown.postings.map(({ kind }) => kind)).toEqual(['refund-requested', 'refund-settled'])
    expect(await told(world, 'payments.refunded', orderId)).toMatchObject([{ refundKey: key, amountFen: 10_000 }])
    const tables = await world.rows<{ all: string }>(sql`
      select (select json_agg(r) from payments.refunds r)::text || (select json_agg(s) from payments.steps s)::text || (select json_agg(a) from core.audit a)::text
        || (select json_agg(t) from core.tasks t)::text as all`)
    for (const kept of [tables[0]?.all ?? '', world.logged.join('\n')]) {
      expect(kept).not.toContain(CARD)
      expect(kept).not.toContain(NAME)
    }
    const sent = world.sandbox.control
      .log({ vendor: 'wxpay' })
      .map((line) => JSON.stringify(line))
      .join('\n')
    expect(sent).not.toContain(CARD)
  })

  test('to our own bank: the family is still owed, until finance has paid by bank', async () => {
    const { number, orderId, key } = await refundThat('refund-abnormal')
    const [bank, provider] = [await balanceOfAccount(world, 'bank'), await balanceOfAccount(world, 'provider')]
    await toOurBank(number)
    await moneyArrives(world)
    expect(await finance.api.payments.getRefund({ params: { number } })).toMatchObject({
      state: 'at-our-bank',
      can: { recordBankPayment: true },
    })
    expect((await balanceOfAccount(world, 'bank')) - bank).toBe(10_000)
    expect((await balanceOfAccount(world, 'provider')) - provider).toBe(-10_000)
    expect(await refunding(orderId)).toBe(-10_000)
    expect(await moneyOf(world.system, orderId)).toMatchObject({ refundedFen: 0, refundPendingFen: 10_000 })
    expect(await told(world, 'payments.refunded', orderId)).toEqual([])
    const body = { ...command(), bankReference: 'ICBC20261123001' }
    const [a, b] = await Promise.all(
      [1, 2].map(() => finance.api.payments.recordBankRefund({ params: { number }, body })),
    )
    expect([a?.state, b?.state]).toEqual(['refunded', 'refunded'])
    expect(await balanceOfAccount(world, 'bank')).toBe(bank)
    expect(await refunding(orderId)).toBe(0)
    expect(await told(world, 'payments.refunded', orderId)).toMatchObject([{ refundKey: key, amountFen: 10_000 }])
  })

  test('refused by the provider: said at once, still abnormal, and can be tried again', async () => {
    const { number } = await refundThat('refund-abnormal')
    misbehave({ do: 'error', status: 400, code: 'PARAM_ERROR', action: '/v3/refund/domestic/refunds/503' })
    const answer = await toCard(number)
    expect([answer.status, answer.body.code]).toEqual([409, 'NOT_ALLOWED_NOW'])
    expect(await finance.api.payments.getRefund({ params: { number } })).toMatchObject({ state: 'abnormal' })
    expect((await toCard(number)).status).toBe(200)
    await moneyArrives(world)
    expect(await finance.api.payments.getRefund({ params: { number } })).toMatchObject({ state: 'refunded' })
  })

  test('no answer, and it was done all the same: asked after, once', async () => {
    const { number, orderId } = await refundThat('refund-abnormal')
    misbehave({ do: 'close-after-commit', count: 3, action: '/v3/refund/domestic/refunds/503' })
    misbehave({ on: 'callback', do: 'lost', action: 'REFUND' })
    expect(await toOurBank(number)).toMatchObject({ state: 'processing', sentence: '正在退到平台银行户' })
    await world.advance({ minutes: 2 })
    await moneyArrives(world)
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'at-our-bank' }])
    expect((await kindsOf(world, orderId)).filter((kind) => kind === 'refund-to-our-bank')).toHaveLength(1)
  })

  test('two operators at the same moment: one asks the provider', async () => {
    const { number, orderId } = await refundThat('refund-abnormal')
    const answers = await Promise.allSettled([toOurBank(number), toOurBank(number), toOurBank(number)])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await moneyArrives(world)
    expect((await kindsOf(world, orderId)).filter((kind) => kind === 'refund-to-our-bank')).toHaveLength(1)
  })

  test('abnormal once more: told, and handled once more', async () => {
    const { number } = await refundThat('refund-abnormal')
    misbehave({ do: 'refund-abnormal' })
    await toCard(number)
    await moneyArrives(world)
    expect(await finance.api.payments.getRefund({ params: { number } })).toMatchObject({ state: 'abnormal' })
  })
})

describe('a failed refund', () => {
  const again = (number: string, body = command()) => finance.api.payments.refundAgain({ params: { number }, body })

  test('again under a new number; twenty taps of two people make one', async () => {
    const { number, orderId, key } = await refundThat('refund-closed')
    const body = command()
    const taps = await Promise.allSettled([again(number, body), again(number, body), again(number), again(number)])
    expect(taps.some(({ status }) => status === 'fulfilled')).toBe(true)
    await moneyArrives(world)
    expect((await refundsOf(world, orderId)).map(({ state }) => state).toSorted()).toEqual(['failed', 'refunded'])
    expect(await told(world, 'payments.refunded', orderId)).toMatchObject([{ refundKey: key, amountFen: 10_000 }])
    expect(await moneyOf(world.system, orderId)).toMatchObject({ refundedFen: 10_000, heldFen: 16_800 })
    await expect(again(number)).rejects.toMatchObject({ problem: { code: 'CONFLICT' } })
  })

  test('the money was released meanwhile: refused, the fund is for that', async () => {
    const order = await refundThat('refund-closed')
    await settle(world, order)
    await expect(again(order.number)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
    expect(await refundsOf(world, order.orderId)).toHaveLength(1)
  })

  const arrivesLate = ({ number }: { number: string }) =>
    settleRefund(world.system, {
      refundNumber: number,
      refundId: `L${number}`,
      state: 'SUCCESS',
      refundFen: 10_000,
      at: world.clock.now(),
      createdAt: null,
    })
  const suspense = () => balanceOfAccount(world, 'suspense')

  test('it arrives late and its money is still held: taken from there', async () => {
    const order = await refundThat('refund-closed')
    const before = await suspense()
    expect([await arrivesLate(order), await arrivesLate(order)]).toEqual(['settled', 'known'])
    expect(await suspense()).toBe(before)
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({ refundedFen: 10_000, heldFen: 16_800 })
    expect(await told(world, 'payments.refunded', order.orderId)).toMatchObject([{ refundKey: order.key }])
  })

  test('it arrives late and everything was released: suspense, loudly', async () => {
    const order = await refundThat('refund-closed')
    await settle(world, order)
    const before = await suspense()
    await arrivesLate(order)
    expect((await suspense()) - before).toBe(10_000)
    expect(world.logged.some((line) => line.startsWith('error') && line.includes(order.number))).toBe(true)
    expect(await refundsOf(world, order.orderId)).toMatchObject([{ state: 'refunded' }])
  })

  test('it arrives late after another was made in its place: never twice as refunded, suspense, loudly', async () => {
    const order = await refundThat('refund-closed', 10_000)
    await again(order.number)
    await moneyArrives(world)
    const before = await suspense()
    await arrivesLate(order)
    expect((await suspense()) - before).toBe(10_000)
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({ refundedFen: 10_000 })
    expect((await refundsOf(world, order.orderId)).map(({ state }) => state).toSorted()).toEqual(['failed', 'refunded'])
    expect(await told(world, 'payments.refunded', order.orderId)).toHaveLength(1)
    expect(world.logged.some((line) => line.includes('"isDouble":true') && line.includes(order.number))).toBe(true)
    expect(await finance.api.payments.getRefund({ params: { number: order.number } })).toMatchObject({
      sentence: '先报失败，后来仍然到账，差额挂账待查',
      can: { again: false },
    })
  })

  test('the one in its place failed as well and the first arrives: it counts', async () => {
    const order = await refundThat('refund-closed')
    misbehave({ do: 'refund-closed' })
    await again(order.number)
    await moneyArrives(world)
    await arrivesLate(order)
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({ refundedFen: 10_000, heldFen: 16_800 })
    expect(await told(world, 'payments.refunded', order.orderId)).toHaveLength(1)
    const second = (await refundsOf(world, order.orderId)).find(({ number }) => number !== order.number)
    await expect(again(second?.number ?? '')).rejects.toMatchObject({ problem: { code: 'CONFLICT' } })
  })
})

describe('a failed refund that the desk gives anew under a key of its own', () => {
  const again = (number: string) =>
    world.call('POST', `/payments/finance/refunds/${number}/again`, { token: finance.token, body: command() })
  const anew = async (orderId: string, amountFen: number, anewFen = amountFen): Promise<void> => {
    await askRefund(world, { orderId, amountFen, anewFen })
    await moneyArrives(world)
  }
  const shown = (number: string) => finance.api.payments.getRefund({ params: { number } })

  test('the money is not given again in its place as well, although enough is held', async () => {
    const { orderId, number } = await refundThat('refund-closed')
    await anew(orderId, 10_000)
    expect(await moneyOf(world.system, orderId)).toMatchObject({ refundedFen: 10_000, refundPendingFen: 0 })
    const { needsPerson } = await finance.api.payments.listRefunds({ query: {} })
    expect(await shown(number)).toMatchObject({ can: { again: false }, sentence: '已用另一笔退款退还' })
    expect(await again(number)).toMatchObject({ status: 409 })
    await moneyArrives(world)
    expect(await moneyOf(world.system, orderId)).toMatchObject({ refundedFen: 10_000, refundPendingFen: 0 })
    expect((await finance.api.payments.listRefunds({ query: {} })).needsPerson).toBe(needsPerson)
  })

  test('a part of it: the rest can be given again, once', async () => {
    const { orderId, number } = await refundThat('refund-closed')
    await anew(orderId, 1500)
    expect(await shown(number)).toMatchObject({ can: { again: true } })
    expect(await again(number)).toMatchObject({ status: 200, body: { amountFen: 8500 } })
    await moneyArrives(world)
    expect(await moneyOf(world.system, orderId)).toMatchObject({ refundedFen: 10_000, refundPendingFen: 0 })
    expect(await balanceOfAccount(world, `held:${orderId}`)).toBe(-16_800)
  })

  test('given again in its place first: the desk’s is refused whole, also the second time', async () => {
    const { orderId, number } = await refundThat('refund-closed')
    expect(await again(number)).toMatchObject({ status: 200 })
    for (const _ of [1, 2]) await anew(orderId, 10_000)
    expect((await refundsOf(world, orderId)).map(({ state }) => state).toSorted()).toEqual([
      'failed',
      'refunded',
      'refused',
      'refused',
    ])
    expect(await moneyOf(world.system, orderId)).toMatchObject({ refundedFen: 10_000, refundPendingFen: 0 })
  })

  test('it arrives all the same: never twice as refunded, suspense, loudly', async () => {
    const { orderId, number } = await refundThat('refund-closed')
    await anew(orderId, 10_000)
    const [row] = await world.rows<{ refund_id: string }>(
      sql`select refund_id from payments.refunds where number = ${number}`,
    )
    const fact = {
      refundNumber: number,
      refundId: row?.refund_id ?? '',
      refundFen: 10_000,
      createdAt: null,
      at: world.clock.now(),
    }
    expect(await settleRefund(world.system, { ...fact, state: 'SUCCESS' })).toBe('settled')
    expect(await balanceOfAccount(world, `held:${orderId}`)).toBe(-16_800)
    expect((await moneyOf(world.system, orderId)).refundedFen).toBe(10_000)
  })

  test('together with more that is new: one refund, its parts where they belong', async () => {
    const { orderId } = await refundThat('refund-closed')
    await anew(orderId, 12_000, 10_000)
    expect(await moneyOf(world.system, orderId)).toMatchObject({ refundedFen: 12_000, refundPendingFen: 0 })
    await anew(orderId, 1, 1)
    expect((await refundsOf(world, orderId)).at(-1)?.state).toBe('refused')
  })
})

describe('a compensation through the payment', () => {
  const fromFund = (order: Wish, amountFen: number, claimId: string = randomUUID()) =>
    inBooks(world.system, (tx) =>
      promiseRefundFromFund(world.system, tx, { claimId, orderId: order.orderId, amountFen, reason: '迟到误号' }),
    )
  /** orders whose shares fill the fund */
  const fill = async () => {
    const order = await paidOrder(world, { amountFen: 1_000_000 })
    await settle(world, order, { keptFen: 1_000_000, incomeFen: 0, companionId: null, lines: [] })
  }

  test('as much as was paid and not given back; it comes out of the fund and not out of the order', async () => {
    await fill()
    const order = await paidOrder(world)
    await settle(world, order)
    const fund = await balanceOfAccount(world, 'fund')
    const claimId = randomUUID()
    expect(await fromFund(order, 30_000, claimId)).toBe(26_800)
    expect(await fromFund(order, 100)).toBe(0)
    await moneyArrives(world)
    expect((await balanceOfAccount(world, 'fund')) - fund).toBe(26_800)
    expect(await told(world, 'payments.refunded', order.orderId)).toMatchObject([
      { refundKey: `claim:${claimId}`, amountFen: 26_800 },
    ])
    expect(await moneyOf(world.system, order.orderId)).toMatchObject({ refundedFen: 0, releasedFen: 26_800 })
  })

  test('what is still held is left for the order’s own refunds', async () => {
    const order = await paidOrder(world)
    expect(await fromFund(order, 5_000)).toBe(0)
    expect(await refundsOf(world, order.orderId)).toEqual([])
  })

  test('one that fails goes back to the fund; the same claim may try again', async () => {
    await fill()
    const order = await paidOrder(world)
    await settle(world, order)
    const fund = await balanceOfAccount(world, 'fund')
    const claimId = randomUUID()
    misbehave({ do: 'refund-closed' })
    await fromFund(order, 5_000, claimId)
    await moneyArrives(world)
    expect(await balanceOfAccount(world, 'fund')).toBe(fund)
    const number = await numberOf(order.orderId)
    const body = command()
    await expect(finance.api.payments.refundAgain({ params: { number }, body })).rejects.toMatchObject({
      problem: { code: 'NOT_ALLOWED_NOW' },
    })
    expect(await fromFund(order, 5_000, claimId)).toBe(5_000)
    await moneyArrives(world)
    expect((await balanceOfAccount(world, 'fund')) - fund).toBe(5_000)
  })
})

describe('the list', () => {
  test('by state, by number of refund, payment and order; what needs a person is counted', async () => {
    const { number, orderNumber, orderId } = await refundThat('refund-abnormal')
    const list = (query: object) => finance.api.payments.listRefunds({ query })
    const before = await list({})
    expect(before.needsPerson).toBeGreaterThan(0)
    expect((await list({ state: 'abnormal' })).items.every(({ state }) => state === 'abnormal')).toBe(true)
    const payment = await world.rows<{ number: string }>(
      sql`select number from payments.payments where order_id = ${orderId}`,
    )
    for (const query of [number, orderNumber, payment[0]?.number ?? '?'])
      expect((await list({ query })).items.map((it) => it.number)).toEqual([number])
    expect((await list({ query: '%' })).items).toEqual([])
    const pages: string[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await list({ limit: 2, ...(cursor ? { cursor } : {}) })
      pages.push(...page.items.map((it) => it.number))
      cursor = page.nextCursor
    }
    expect(new Set(pages).size).toBe(before.total)
    expect(pages).toHaveLength(before.total)
  })

  test('who must not: nothing is written', async () => {
    const { number } = await refundThat('refund-abnormal')
    const dispatcher = await operatorWith(world, ['dispatcher', 'content', 'audit'])
    const tokens = [undefined, (await daughter(world)).token, dispatcher.token]
    const written = () => world.rows(sql`select count(*) from core.audit where action like 'payments.%'`)
    const before = await written()
    for (const token of tokens) {
      for (const [path, body] of [
        ['abnormal', { ...command(), to: 'our-bank' }],
        ['again', command()],
        ['bank-payment', { ...command(), bankReference: 'X1234' }],
      ] as const) {
        const answer = await world.call('POST', `/payments/finance/refunds/${number}/${path}`, {
          ...(token ? { token } : {}),
          body,
        })
        expect([401, 403]).toContain(answer.status)
      }
      expect([401, 403]).toContain(
        (await world.call('GET', '/payments/finance/refunds', token ? { token } : {})).status,
      )
    }
    expect(await written()).toEqual(before)
    for (const bad of [{ cardNumber: '12' }, { realName: '' }, { bankType: 'ICBC' }, { to: 'nowhere' }])
      expect((await toCard(number, bad)).status).toBe(400)
    expect((await toCard('R20261123FFFFFFFF')).status).toBe(404)
    expect(await finance.api.payments.getRefund({ params: { number } })).toMatchObject({ state: 'abnormal' })
  })
})
