/** Coupon, insurance and tip of an order: each in its own line, paid by whom it should be, given back to whom it came from. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { EventName, EventPayload } from '@banyi/contract/events'
import type { FamilyOrder, OperatorOrder } from '@banyi/contract/orders'
import { emit } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import { agree, daughter, mother } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { checkBooks } from '../payments/index.ts'
import {
  acceptedOrder,
  bookedOrder,
  castOf,
  couponOf,
  moneyArrives,
  paidOrder,
  reportedOrder,
  RUIJIN,
  said,
  settlementsOf,
  tell,
  walk,
  written,
  type Cast,
} from './testing.ts'

let world: World
let cast: Cast
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  await agree(cast.anna, ['insurer-sharing'])
  await world.rows(sql`update identity.sessions set last_seen_at = '2030-01-01', expires_at = '2030-01-01'`)
  // money of another order lies at the provider: what it takes for its work is not taken from a family's refund
  await paidOrder(world, cast.anna, cast.mum, { startsAt: '2026-12-20T01:00:00.000Z' })
})
afterEach(async () => {
  world.sandbox.control.clearScenarios()
  expect(await checkBooks(world.system)).toEqual([])
})
afterAll(() => world.close())

let day = 0
function nextStart(): string {
  day = Math.max(day + 1, Math.floor(world.clock.now().getTime() / 86_400_000 + 3))
  return new Date(day * 86_400_000 + 3_600_000).toISOString()
}
const read = ({ id }: { id: string }): Promise<FamilyOrder> => cast.anna.api.orders.getMyOrder({ params: { id } })
const onBoard = ({ id }: { id: string }): Promise<OperatorOrder> =>
  cast.desk.api.orders.getBoardOrder({ params: { id } })
const coupon = (funder?: { code: string; name: string }): Promise<string> =>
  couponOf(world, cast.desk, cast.anna, funder)
const stateOfCoupon = async (id: string): Promise<string | undefined> =>
  (await cast.anna.api.coupons.listMyCoupons({ query: { limit: 50 } })).items.find((each) => each.id === id)?.state
const offer = async (startsAt: string, patientId = cast.mum.id) => {
  const { items } = await cast.anna.api.insurance.listOffers({
    body: { patientId, hospitalId: RUIJIN, packageKind: 'half-day', startsAt },
  })
  const [first] = items
  if (!first) throw new Error('nothing was offered')
  return first
}
const kinds = async (order: { id: string }): Promise<string[]> => (await read(order)).timeline.map(({ kind }) => kind)
const balance = async (account: string): Promise<number> =>
  (
    await world.rows<{ fen: number }>(
      sql`select balance_fen::int as fen from payments.accounts where code = ${account}`,
    )
  )[0]?.fen ?? 0

describe('the quote', () => {
  test('nothing is chosen for her; what she chose has a line of its own and the sum is right', async () => {
    const startsAt = nextStart()
    const ask = (body: object) =>
      cast.anna.api.orders.getQuote({ body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt, ...body } })
    const plain = await ask({})
    expect(plain).toMatchObject({ totalFen: 21_800, serviceFen: 21_800, couponFen: 0, premiumFen: 0, remarks: [] })
    const couponId = await coupon({ code: 'huangpu', name: '黄浦街道' })
    const { id: insuranceOfferId, premiumFen, planCode } = await offer(startsAt)
    const full = await ask({ couponId, insuranceOfferId })
    expect(full).toMatchObject({
      serviceFen: 21_800,
      couponFen: 3000,
      premiumFen,
      totalFen: 18_800 + premiumFen,
      remarks: [],
    })
    expect(full.lines.slice(1)).toMatchObject([
      { code: 'coupon:huangpu', amountFen: -3000, note: '由黄浦街道出资' },
      { code: `insurance:${planCode}`, amountFen: premiumFen },
    ])
    expect(full.lines.reduce((sum, line) => sum + line.amountFen, 0)).toBe(full.totalFen)
  })

  test('what does not fit is left out and said; the quote that comes back books as it is', async () => {
    const startsAt = nextStart()
    const other = await daughter(world)
    const hers = await couponOf(world, cast.desk, other)
    const wrongTime = await offer(nextStart())
    const quote = await cast.anna.api.orders.getQuote({
      body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt, couponId: hers, insuranceOfferId: wrongTime.id },
    })
    expect(quote).toMatchObject({ totalFen: 21_800, couponFen: 0, premiumFen: 0 })
    expect(quote.remarks).toHaveLength(2)
    const errand = await cast.anna.api.orders.getQuote({
      body: { hospitalId: RUIJIN, packageKind: 'register', startsAt, couponId: await coupon() },
    })
    expect([errand.couponFen, errand.remarks.length]).toEqual([0, 1])
    const order = await bookedOrder(cast.anna, cast.mum, { startsAt, couponId: hers, insuranceOfferId: newId() })
    expect(order).toMatchObject({ money: { totalFen: 21_800, couponFen: 0, premiumFen: 0 }, insurance: null })
  })

  test('one coupon books once, however many phones; the offer is for this patient; a refusal writes nothing', async () => {
    const couponId = await coupon()
    const book = async (startsAt: string) => {
      const quote = await cast.anna.api.orders.getQuote({
        body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt, couponId },
      })
      return () =>
        tell(world, cast.anna, '/orders', {
          quoteToken: quote.token,
          contractVersion: quote.contractVersion,
          patientId: cast.mum.id,
          meetingPoint: '门诊大厅',
        })
    }
    const tries = await Promise.all([book(nextStart()), book(nextStart()), book(nextStart())])
    const answers = await Promise.all(tries.map((send) => send()))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
    for (const send of tries) expect((await send()).status).toBe(409)
    const startsAt = nextStart()
    const dad = await mother(cast.anna, { name: '王建国', sex: 'male' })
    const { id: insuranceOfferId } = await offer(startsAt, dad.id)
    const withDads = await written(world)
    await expect(bookedOrder(cast.anna, cast.mum, { startsAt, insuranceOfferId })).rejects.toThrow(/保险报价/)
    expect(await written(world)).toBe(withDads)
  })

  test('the contract that she read: another version is refused and nothing is written', async () => {
    const quote = await cast.anna.api.orders.getQuote({
      body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt: nextStart() },
    })
    const before = await written(world)
    const body = { quoteToken: quote.token, patientId: cast.mum.id, meetingPoint: '门诊大厅' }
    for (const contractVersion of [0, quote.contractVersion + 1])
      expect(said(await tell(world, cast.anna, '/orders', { ...body, contractVersion }))).toBe('409 CONFLICT')
    expect(said(await tell(world, cast.anna, '/orders', body))).toBe('400 INVALID')
    expect(await written(world)).toBe(before)
  })
})

describe('a coupon', () => {
  test('unpaid: it comes back; paid: its funder owes it; her income is the same', async () => {
    const couponId = await coupon()
    const unpaid = await bookedOrder(cast.anna, cast.mum, { startsAt: nextStart(), couponId })
    expect(await stateOfCoupon(couponId)).toBe('reserved')
    await world.advance({ minutes: 16 })
    await world.drain()
    expect((await read(unpaid)).state).toBe('expired')
    expect(await stateOfCoupon(couponId)).toBe('usable')

    const before = await balance('coupon:platform')
    const order = await reportedOrder(world, cast, { startsAt: nextStart(), couponId })
    expect(order.money).toMatchObject({ totalFen: 18_800, paidFen: 18_800, couponFen: 3000 })
    expect((await balance('coupon:platform')) - before).toBe(3000)
    expect(await stateOfCoupon(couponId)).toBe('used')
    const { income } = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    expect(income).toMatchObject({ isEstimate: true, totalFen: 16_350 })
    expect(income.lines.find(({ code }) => code === 'coupon')?.amountFen).toBe(0)
    await cast.anna.api.orders.confirmOrder({
      params: { id: order.id },
      body: { commandId: newId(), version: order.version },
    })
    await moneyArrives(world)
    expect(await settlementsOf(world, order.id)).toEqual([{ kept: 21_800, income: 16_350, coupon_back: 0 }])
    expect(await balance(`held:${order.id}`)).toBe(0)
    const after = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    expect(after.income).toMatchObject({ isEstimate: false, totalFen: 16_350 })
    expect(after.income.settledAt).not.toBeNull()
  })

  test('called off in full: all of it goes back to its funder, and the coupon to her', async () => {
    const couponId = await coupon()
    const before = await balance('coupon:platform')
    const order = await acceptedOrder(world, cast, { startsAt: nextStart(), couponId })
    const shown = await cast.anna.api.orders.previewCancel({ params: { id: order.id } })
    expect(shown).toMatchObject({ refundFen: 18_800, keptFen: 0 })
    expect(
      said(await tell(world, cast.anna, `/orders/${order.id}/cancel`, { version: order.version, refundFen: 18_800 })),
    ).toBe('200')
    await moneyArrives(world)
    expect(await settlementsOf(world, order.id)).toEqual([{ kept: 0, income: 0, coupon_back: 3000 }])
    expect([await balance('coupon:platform'), await balance(`held:${order.id}`)]).toEqual([before, 0])
    expect(await stateOfCoupon(couponId)).toBe('usable')
  })

  test('a part kept: family and funder get the same share, the rest settles', async () => {
    const couponId = await coupon()
    const order = await acceptedOrder(world, cast, { startsAt: nextStart(), couponId })
    await walk(cast.wang, cast.anna, order.id, ['departed'])
    const { version } = await read(order)
    expect(said(await tell(world, cast.anna, `/orders/${order.id}/cancel`, { version, refundFen: 5640 }))).toBe('200')
    await world.advance({ hours: 73 })
    await moneyArrives(world)
    expect(await settlementsOf(world, order.id)).toEqual([{ kept: 15_260, income: 11_445, coupon_back: 900 }])
    expect(await balance(`held:${order.id}`)).toBe(0)
    expect(await stateOfCoupon(couponId)).not.toBe('usable')
  })
})

describe('insurance', () => {
  const insured = async (accept = false): Promise<FamilyOrder> => {
    const startsAt = nextStart()
    const { id: insuranceOfferId } = await offer(startsAt)
    const wish = { startsAt, insuranceOfferId, companionId: cast.wang.id }
    const order = accept ? await acceptedOrder(world, cast, wish) : await paidOrder(world, cast.anna, cast.mum, wish)
    await moneyArrives(world)
    return read(order)
  }
  test('bound when paid: the number is hers to see, no companion and no link hears of it', async () => {
    const order = await insured(true)
    const { premiumFen } = order.money
    expect(premiumFen).toBeGreaterThan(0)
    expect(order).toMatchObject({ insurance: { state: 'bound' }, money: { totalFen: 21_800 + premiumFen } })
    expect(await balance('premium')).toBe(-premiumFen)
    const number = order.insurance?.policyNumber ?? ''
    expect(order.timeline.find(({ kind }) => kind === 'insured')?.sentence).toContain(number)
    const task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    const { items } = await cast.wang.api.messaging.listMessages({ params: { id: order.id }, query: {} })
    expect(JSON.stringify([task, items])).not.toContain(number)
    expect(task.income.totalFen).toBe(16_350)
    // called off: the percent is of the service, the premium follows from the insurer, once
    const shown = await cast.anna.api.orders.previewCancel({ params: { id: order.id } })
    expect(shown).toMatchObject({ refundFen: 21_800, premiumFen })
    expect(shown.sentence).toContain('另退保费')
    await cast.anna.api.orders.cancelOrder({
      params: { id: order.id },
      body: { commandId: newId(), version: order.version, refundFen: 21_800 },
    })
    for (let i = 0; i < 3; i++) await moneyArrives(world)
    expect((await read(order)).money).toMatchObject({ refundedFen: 21_800 + premiumFen, refundPendingFen: 0 })
    expect([await balance('premium'), await balance(`held:${order.id}`)]).toEqual([0, 0])
    expect((await kinds(order)).filter((kind) => kind === 'insurance-cancelled')).toHaveLength(1)
    await world.advance({ hours: 1 })
    await moneyArrives(world)
    expect((await read(order)).money.refundedFen).toBe(21_800 + premiumFen)
  })

  test('the insurer says no: the visit goes on, the premium comes back once, the board knows', async () => {
    world.sandbox.control.misbehave({ vendor: 'insurer', do: 'bind-refused' })
    const order = await insured()
    for (let i = 0; i < 3; i++) await moneyArrives(world)
    const after = await read(order)
    expect(after).toMatchObject({ state: 'paid', insurance: { state: 'bind-failed' } })
    expect(after.money.refundedFen).toBe(after.money.premiumFen)
    expect(await kinds(order)).toContain('insurance-failed')
    expect((await onBoard(order)).flags).toContain('insurance-failed')
    expect(await balance('premium')).toBe(0)
    // what was paid for the service is untouched by it
    expect((await onBoard(order)).refundPreview).toMatchObject({ refundFen: 21_800, premiumFen: 0 })
  })
})

describe('a tip', () => {
  const tip = (order: { id: string }, amountFen: number) =>
    tell(world, cast.anna, `/orders/${order.id}/tip`, { amountFen })
  const payTip = async (order: { id: string }, amountFen: number): Promise<void> => {
    const request = await cast.anna.api.orders.tipOrder({
      params: { id: order.id },
      body: { commandId: newId(), amountFen },
    })
    expect(request.totalFen).toBe(amountFen)
    expect(world.sandbox.control.pay(request).problem).toBeUndefined()
    await moneyArrives(world)
  }
  test('all of it is hers, told to her; once, at most ¥200, within 30 days, after the report', async () => {
    const early = await acceptedOrder(world, cast, { startsAt: nextStart() })
    const before = await written(world)
    expect(said(await tip(early, 1000))).toBe('409 NOT_ALLOWED_NOW')
    const order = await reportedOrder(world, cast, { startsAt: nextStart() })
    expect(order.can.tip).toBe(true)
    const reported = await written(world)
    expect(before).not.toBe(reported)
    for (const fen of [0, 99, 20_001, -100, 100.5]) expect(said(await tip(order, fen))).toBe('400 INVALID')
    expect(await written(world)).toBe(reported)
    const earned = await balance(`earnings:${cast.wang.id}`)
    await payTip(order, 5000)
    expect(await cast.anna.api.orders.checkTip({ params: { id: order.id } })).toEqual({ isPaid: true, tipFen: 5000 })
    expect(await balance(`earnings:${cast.wang.id}`)).toBe(earned - 5000)
    expect(await read(order)).toMatchObject({ money: { tipFen: 5000, paidFen: 21_800 }, can: { tip: false } })
    const tipped = await written(world)
    expect(said(await tip(order, 100))).toBe('409 NOT_ALLOWED_NOW')
    expect(await written(world)).toBe(tipped)
    expect((await kinds(order)).filter((kind) => kind === 'tipped')).toHaveLength(1)
    const task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    expect(task.income).toMatchObject({ totalFen: 21_350 })
    expect(task.timeline.at(-1)?.sentence).toBe('家属送来感谢红包 ¥50.00')
    const notices = await world.rows<{ words: { sentence: string } }>(
      sql`select words from messaging.notices where order_id = ${order.id} and account_id = ${cast.wang.accountId} and words ->> 'status' = '感谢红包'`,
    )
    expect(notices[0]?.words.sentence).toBe('家属送来感谢红包 ¥50.00')
    // the order's own money is not touched by it
    await cast.anna.api.orders.confirmOrder({
      params: { id: order.id },
      body: { commandId: newId(), version: (await read(order)).version },
    })
    await moneyArrives(world)
    expect(await settlementsOf(world, order.id)).toEqual([{ kept: 21_800, income: 16_350, coupon_back: 0 }])
    const late = await reportedOrder(world, cast, { startsAt: nextStart() })
    await world.advance({ hours: 24 * 30 + 1 })
    await world.drain()
    expect(said(await tip(late, 1000))).toBe('409 NOT_ALLOWED_NOW')
  })
})

test('what the fund gives back is no refund of the price; a compensation is told when approved and when it arrived', async () => {
  const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
  const claimId = newId()
  const say = async <E extends EventName>(event: E, payload: EventPayload<E>): Promise<void> => {
    await world.system.db.tx((tx) => emit(tx, event, payload, world.clock.now()))
    await world.drain()
  }
  const before = await kinds(order)
  const refundKey = `claim:${claimId}`
  await say('payments.refunded', { orderId: order.id, refundKey, amountFen: 5000 })
  const failed = { orderId: order.id, refundKey, amountFen: 5000, reason: '测试', isFinal: true }
  await say('payments.refund-failed', failed)
  expect(await kinds(order)).toEqual(before)
  expect((await onBoard(order)).flags).toEqual([])
  const about = { claimId, orderId: order.id, accountId: cast.anna.accountId, amountFen: 5000 }
  for (const isPaid of [false, false, true, true])
    await say('payments.compensated', {
      ...about,
      isPaid,
      sentence: isPaid ? '赔付 ¥50.00 已到账' : '已批准赔付 ¥50.00',
    })
  expect((await read(order)).timeline.slice(-2).map(({ sentence }) => sentence)).toEqual([
    '已批准赔付 ¥50.00',
    '赔付 ¥50.00 已到账',
  ])
  expect((await kinds(order)).filter((kind) => kind === 'compensated')).toHaveLength(2)
  const task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
  expect(JSON.stringify(task)).not.toMatch(/赔付|compensated/)
  await say('payments.compensated', { ...about, orderId: newId(), isPaid: true, sentence: '没有这个订单' })
})

test('who bears a refund by the desk: her income follows, and moving the visit makes a new contract', async () => {
  const order = await acceptedOrder(world, cast, { startsAt: nextStart() })
  const give = async (amountFen: number, bornBy: string): Promise<void> => {
    const { version } = await onBoard(order)
    const body = { version, amountFen, bornBy, reason: '迟到补偿' }
    expect(said(await tell(world, cast.desk, `/orders/board/${order.id}/refund`, body))).toBe('200')
  }
  const income = async (): Promise<number> =>
    (await cast.wang.api.orders.getTask({ params: { id: order.id } })).income.totalFen
  await give(2000, 'platform')
  expect(await income()).toBe(16_350)
  await give(4000, 'shared')
  expect(await income()).toBe(13_350)
  await give(1000, 'companion')
  expect(await income()).toBe(12_350)
  const { version } = await read(order)
  await cast.anna.api.orders.rescheduleOrder({
    params: { id: order.id },
    body: { commandId: newId(), version, startsAt: nextStart() },
  })
  const revisions = await world.rows<{ revision: number; state: string }>(
    sql`select revision, state from contracts.contracts where order_id = ${order.id} order by revision`,
  )
  expect(revisions).toEqual([
    { revision: 1, state: 'replaced' },
    { revision: 2, state: 'open' },
  ])
  await walk(cast.wang, cast.anna, order.id, ['departed', 'met'])
  const [newest] = await world.rows<{ state: string }>(
    sql`select state from contracts.contracts where order_id = ${order.id} order by revision desc limit 1`,
  )
  expect(newest?.state).toBe('complete')
  await moneyArrives(world)
})

test('an unpaid order with everything chosen and never paid leaves nothing behind', async () => {
  const startsAt = nextStart()
  const couponId = await coupon()
  const { id: insuranceOfferId } = await offer(startsAt)
  const order = await bookedOrder(cast.anna, cast.mum, { startsAt, couponId, insuranceOfferId })
  await world.advance({ minutes: 20 })
  await moneyArrives(world)
  expect((await read(order)).state).toBe('expired')
  expect(await world.rows(sql`select 1 from payments.postings where order_id = ${order.id}`)).toEqual([])
  expect(await world.rows(sql`select 1 from orders.refunds where order_id = ${order.id}`)).toEqual([])
  expect(await stateOfCoupon(couponId)).toBe('usable')
})
