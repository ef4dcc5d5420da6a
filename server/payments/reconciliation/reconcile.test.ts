import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shanghaiDay } from '../../core/clock.ts'
import { daughter, operatorWith, type Staff } from '../../core/testing/people.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { capturePayment } from '../collecting/capture-payment.ts'
import { openPayment } from '../index.ts'
import { compare } from './reconcile-day.ts'
import { askRefund, listenIn, orderToPay, paidOrder, pay, paymentsOf, refundsOf, told } from '../testing.ts'

let world: World
let finance: Staff
let day: string
beforeAll(async () => {
  world = await newWorld()
  listenIn()
  world.sandbox.control.changeSettings({ billsReadyAtOnce: true })
})
afterAll(() => world.close())
/** a day of its own for each test */
beforeEach(async () => {
  await world.advance({ days: 1 })
  world.clock.set(`${shanghaiDay(world.clock.now())}T03:00:00Z`)
  await world.advance({})
  day = shanghaiDay(world.clock.now())
  finance = await operatorWith(world, ['finance'])
})
const reconcile = () => finance.api.payments.reconcileDay({ body: { day } })

describe('a day against the bill of the provider', () => {
  test('nothing happened', async () => {
    expect(await reconcile()).toMatchObject({ day, rows: 0, differences: [] })
  })

  test('payments and refunds agree; who checked is written down', async () => {
    const order = await paidOrder(world)
    await askRefund(world, { orderId: order.orderId, amountFen: 10_001 })
    await world.drain()
    await world.advance({ seconds: 5 })
    await world.sandbox.control.idle()
    await paidOrder(world, { amountFen: 1 })
    expect(await reconcile()).toMatchObject({ rows: 3, differences: [] })
    const audit = await world.rows(
      sql`select actor_id, detail from core.audit where action = 'payments.reconciled' and subject_id = ${day}`,
    )
    expect(audit).toEqual([{ actor_id: finance.operatorId, detail: { rows: 3, differences: 0 } }])
  })

  test('a payment that we never heard of is found, and captured by the asking', async () => {
    const order = orderToPay(world)
    world.sandbox.control.misbehave({ on: 'callback', do: 'lost', vendor: 'wxpay' })
    await pay(world, order)
    // every follow-up is lost too
    await world.rows(sql`delete from core.tasks where kind = 'payments.follow-payment'`)
    const [payment] = await paymentsOf(world, order.orderId)
    expect((await reconcile()).differences).toEqual([
      { number: payment?.number, kind: 'missing-here', hereFen: null, thereFen: 26_800 },
    ])
    await world.drain()
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
    expect((await reconcile()).differences).toEqual([])
  })

  test('what we hold and they do not', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    const [payment] = await paymentsOf(world, order.orderId)
    await capturePayment(world.system, {
      state: 'SUCCESS',
      number: payment?.number ?? '',
      transactionId: 'T1',
      amountFen: 26_800,
      paidAt: world.clock.now(),
    })
    expect((await reconcile()).differences).toEqual([
      { number: payment?.number, kind: 'missing-there', hereFen: 26_800, thereFen: null },
    ])
  })

  test('a refund is of the day on which it was asked for, not of that on which it arrived', async () => {
    const order = await paidOrder(world)
    await world.advance({ days: 1 })
    await askRefund(world, { orderId: order.orderId, amountFen: 100 })
    await world.drain()
    await world.advance({ seconds: 5 })
    await world.sandbox.control.idle()
    expect(await refundsOf(world, order.orderId)).toMatchObject([{ state: 'refunded' }])
    finance = await operatorWith(world, ['finance'])
    expect(await reconcile()).toMatchObject({ rows: 1, differences: [] })
    day = shanghaiDay(world.clock.now())
    expect(await reconcile()).toMatchObject({ rows: 1, differences: [] })
  })

  test('amounts that differ', () => {
    const ours = [{ number: 'P1', fen: 100, isRefund: false, isOfDay: true, isDone: true }]
    expect(compare(ours, [{ number: 'P1', fen: 101 }])).toEqual([
      { number: 'P1', kind: 'amount', hereFen: 100, thereFen: 101 },
    ])
  })

  test('the bill is not made yet', async () => {
    world.sandbox.control.changeSettings({ billsReadyAtOnce: false })
    try {
      const answer = await world.call('POST', '/payments/reconciliations', { token: finance.token, body: { day } })
      expect(answer).toMatchObject({ status: 409, body: { code: 'NOT_ALLOWED_NOW' } })
    } finally {
      world.sandbox.control.changeSettings({ billsReadyAtOnce: true })
    }
  })
})

describe('who must not', () => {
  test('nobody, families, operators without the duty', async () => {
    const ask = (token?: string) =>
      world.call('POST', '/payments/reconciliations', { ...(token ? { token } : {}), body: { day } })
    expect((await ask()).status).toBe(401)
    expect((await ask('op_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(401)
    expect((await ask((await daughter(world)).token)).status).toBe(403)
    expect((await ask((await operatorWith(world, ['dispatcher', 'reviewer', 'audit'])).token)).status).toBe(403)
    expect(
      await world.rows(sql`select 1 from core.audit where action = 'payments.reconciled' and subject_id = ${day}`),
    ).toEqual([])
  })
  test('days that are none', async () => {
    for (const body of [
      {},
      { day: 'yesterday' },
      { day: '2026-13-45' },
      { day: 5 },
      { day, extra: 1 },
      { day: "'; drop" },
      { day: 'x'.repeat(10_000) },
      { day: '2020-01-01' },
    ]) {
      const answer = await world.call('POST', '/payments/reconciliations', { token: finance.token, body })
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID'])
    }
  })
})
