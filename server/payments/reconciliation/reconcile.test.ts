import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shanghaiDay } from '../../core/clock.ts'
import { daughter, operatorWith, type Staff } from '../../core/testing/people.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { capturePayment } from '../collecting/capture-payment.ts'
import { openPayment } from '../index.ts'
import {
  askRefund,
  booksMustBeRight,
  listenIn,
  orderToPay,
  paidOrder,
  pay,
  paymentsOf,
  refundsOf,
  settle as settleOrder,
  told,
} from '../testing.ts'

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

const differences = async (of: { day?: string } = { day }) =>
  (await finance.api.payments.listDifferences({ query: { ...of, limit: 50 } })).items.filter(
    ({ state }) => state !== 'gone',
  )
const bend = (it: Parameters<World['sandbox']['control']['bendBill']>[0]) => world.sandbox.control.bendBill(it)
const paymentOf = async (orderId: string): Promise<string> => (await paymentsOf(world, orderId))[0]?.number ?? ''
const balance = async (code: string): Promise<number> =>
  Number(
    (await world.rows<{ fen: string }>(sql`select balance_fen as fen from payments.accounts where code = ${code}`))[0]
      ?.fen ?? 0,
  )
const command = (version: number) => ({ commandId: randomUUID(), version })
const settle = async () => {
  await world.drain()
  await world.advance({ seconds: 5 })
  await world.sandbox.control.idle()
}

describe('an ordinary day', () => {
  test('nothing happened', async () => {
    expect(await reconcile()).toMatchObject({ day, tradeLines: 0, fundLines: 0, differences: 0, balanceThereFen: null })
  })

  test('payments and refunds agree, fees are booked from the bill, the balance is the same; who checked is written down', async () => {
    const order = await paidOrder(world)
    await askRefund(world, { orderId: order.orderId, amountFen: 10_001 })
    await settle()
    await paidOrder(world, { amountFen: 100 })
    const feeBefore = await balance('fee')
    const result = await reconcile()
    expect(result).toMatchObject({ tradeLines: 3, differences: 0, openDifferences: 0, feeFen: 161 - 60 + 1 })
    expect(result.balanceHereFen).toBe(result.balanceThereFen)
    expect(await balance('fee')).toBe(feeBefore + 102)
    expect(await balance('provider')).toBe(world.sandbox.control.books().merchantFen)
    const audit = await world.rows(
      sql`select actor_id, detail from core.audit where action = 'payments.reconciled' and subject_id = ${day}`,
    )
    expect(audit).toEqual([{ actor_id: finance.operatorId, detail: { found: 0, opened: 0, asked: 0 } }])
    // again: nothing changes
    const lines = await world.rows(sql`select * from payments.bill_lines where day = ${day} order by id`)
    expect(await reconcile()).toMatchObject({ runs: 2, differences: 0, feeFen: 102 })
    expect(await world.rows(sql`select * from payments.bill_lines where day = ${day} order by id`)).toEqual(lines)
    expect(await balance('fee')).toBe(feeBefore + 102)
  })

  test('around midnight: paid before, heard after; refunded before, heard after; nothing is missed', async () => {
    const order = await paidOrder(world)
    world.clock.set(`${day}T15:59:57Z`)
    await world.advance({})
    world.sandbox.control.misbehave({ on: 'callback', do: 'delayed', ms: 5_000, vendor: 'wxpay', count: 2 })
    await pay(world, orderToPay(world))
    await askRefund(world, { orderId: order.orderId, amountFen: 100 })
    await world.drain()
    await world.advance({ seconds: 60 })
    await settle()
    await world.advance({ hours: 1 })
    await settle()
    const before = day
    day = shanghaiDay(world.clock.now())
    expect(day).not.toBe(before)
    await paidOrder(world)
    finance = await operatorWith(world, ['finance'])
    expect(await reconcile()).toMatchObject({ differences: 0 })
    expect(await finance.api.payments.getReconciliation({ params: { day: before } })).toMatchObject({ differences: 0 })
    expect(await balance('provider')).toBe(world.sandbox.control.books().merchantFen)
  })

  test('a refund is of the day on which it was asked for, not of that on which it arrived', async () => {
    const order = await paidOrder(world)
    await world.advance({ days: 1 })
    await askRefund(world, { orderId: order.orderId, amountFen: 100 })
    await settle()
    expect(await refundsOf(world, order.orderId)).toMatchObject([{ state: 'refunded' }])
    finance = await operatorWith(world, ['finance'])
    expect(await reconcile()).toMatchObject({ tradeLines: 1, differences: 0 })
    day = shanghaiDay(world.clock.now())
    expect(await reconcile()).toMatchObject({ tradeLines: 1, differences: 0 })
  })

  test('by itself: every finished day once its bill is ready, and a provider that is down is tried later', async () => {
    await paidOrder(world)
    await world.advance({ days: 1 })
    world.clock.set(`${shanghaiDay(world.clock.now())}T01:00:00Z`)
    await world.advance({})
    await world.drain()
    const seen = () => world.rows(sql`select runs from payments.bill_days where day = ${day}`)
    expect(await seen()).toEqual([])
    world.sandbox.control.misbehave({ do: 'error', status: 500, vendor: 'wxpay', action: '/v3/bill', count: 0 })
    await world.advance({ hours: 1, minutes: 5 })
    await world.drain()
    expect(await seen()).toEqual([])
    world.sandbox.control.clearScenarios()
    await world.advance({ hours: 1, minutes: 5 })
    await world.drain()
    expect(await seen()).toEqual([{ runs: 1 }])
    await world.advance({ hours: 5 })
    await world.drain()
    expect(await seen()).toEqual([{ runs: 1 }])
  })
})

describe('what does not fit', () => {
  afterEach(() => void world.sandbox.control.straightenBills())

  test('a payment that we never heard of is found, captured by the asking, and gone at the second look', async () => {
    const order = orderToPay(world)
    world.sandbox.control.misbehave({ on: 'callback', do: 'lost', vendor: 'wxpay' })
    await pay(world, order)
    // every follow-up is lost too
    await world.rows(sql`delete from core.tasks where kind = 'payments.follow-payment'`)
    const number = await paymentOf(order.orderId)
    expect(await reconcile()).toMatchObject({ openDifferences: 1 })
    const [found] = await differences()
    expect(found).toMatchObject({ number, kind: 'missing-here', hereFen: null, thereFen: 26_800, state: 'open' })
    await world.drain()
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
    await world.advance({ minutes: 11 })
    await world.drain()
    expect(await finance.api.payments.getDifference({ params: { id: found?.id ?? '' } })).toMatchObject({
      state: 'gone',
      orderId: order.orderId,
      billLines: [{ business: '支付' }, { business: '交易' }, { business: '扣除交易手续费' }],
      postings: [{ kind: 'captured' }],
    })
  })

  test('what we hold and they do not', async () => {
    const order = orderToPay(world)
    await openPayment(world.system, order)
    const number = await paymentOf(order.orderId)
    await capturePayment(world.system, {
      state: 'SUCCESS',
      number,
      transactionId: `T${number}`,
      amountFen: 26_800,
      paidAt: world.clock.now(),
    })
    await reconcile()
    expect(await differences()).toMatchObject([{ number, kind: 'missing-there', hereFen: 26_800, thereFen: null }])
    await reconcile()
    expect(await differences()).toHaveLength(1)
  })

  for (const bill of ['trade', 'fund'] as const) {
    test(`${bill}: a line less, another amount, a stranger's line: one difference each, and none when the bill is put right`, async () => {
      const [a, b] = [await paidOrder(world), await paidOrder(world)]
      bend({ bill, do: 'drop', number: await paymentOf(a.orderId) })
      bend({ bill, do: 'amount', number: await paymentOf(b.orderId), fen: 26_700 })
      bend({ bill, do: 'foreign', number: `X${bill}${day.replaceAll('-', '')}`, fen: 500, day })
      expect(await reconcile()).toMatchObject({ differences: 3, openDifferences: 3 })
      const found = await differences()
      expect(found.map(({ kind }) => kind).toSorted()).toEqual(['amount', 'missing-here', 'missing-there'])
      expect(found.find(({ kind }) => kind === 'amount')).toMatchObject({ hereFen: 26_800, thereFen: 26_700 })
      expect(await reconcile()).toMatchObject({ differences: 3, runs: 2 })
      expect((await differences()).map(({ id, version }) => [id, version])).toEqual(
        found.map(({ id, version }) => [id, version]),
      )
      world.sandbox.control.straightenBills()
      expect(await reconcile()).toMatchObject({ differences: 0, runs: 3 })
    })

    test(`${bill}: a line of the next day asks one question, on the day on which it stands`, async () => {
      const order = await paidOrder(world)
      bend({ bill, do: 'next-day', number: await paymentOf(order.orderId) })
      await reconcile()
      expect(await differences()).toMatchObject([{ kind: 'missing-there' }])
      await world.advance({ days: 1 })
      finance = await operatorWith(world, ['finance'])
      await finance.api.payments.reconcileDay({ body: { day: shanghaiDay(world.clock.now()) } })
      expect(await differences()).toEqual([])
      expect(await differences({ day: shanghaiDay(world.clock.now()) })).toMatchObject([{ kind: 'time' }])
    })
  }

  test('money that went to the bank without anybody booking it', async () => {
    await paidOrder(world)
    world.sandbox.control.withdrawToBank(1_000)
    await reconcile()
    expect(await differences()).toMatchObject([{ kind: 'missing-here', source: 'fund', thereFen: -1_000 }])
  })

  test('a correction of the fees: the rest is posted, not everything again', async () => {
    const order = await paidOrder(world)
    await paidOrder(world)
    bend({ bill: 'fund', do: 'drop', number: await paymentOf(order.orderId) })
    const before = await balance('fee')
    expect(await reconcile()).toMatchObject({ feeFen: 161 })
    world.sandbox.control.straightenBills()
    expect(await reconcile()).toMatchObject({ feeFen: 322, differences: 0 })
    expect(await balance('fee')).toBe(before + 322)
    expect(
      await world.rows(sql`select key from payments.postings where kind = 'fees' and reference = ${day} order by key`),
    ).toEqual([{ key: `fees:${day}` }, { key: `fees:${day}:2` }])
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

describe('what people decide', () => {
  const foreign = async (fen: number) => {
    await paidOrder(world)
    const number = `F${day.replaceAll('-', '')}`
    bend({ bill: 'fund', do: 'foreign', number, fen, day })
    await reconcile()
    const [found] = await differences()
    if (!found) throw new Error('no difference')
    return found
  }
  afterEach(() => void world.sandbox.control.straightenBills())

  test('taken, proposed, agreed to by another: posted to suspense, the balances agree; then it goes where it belongs', async () => {
    const found = await foreign(700)
    const other = await operatorWith(world, ['finance'])
    const suspense = await balance('suspense')
    const params = { id: found.id }
    const taken = await finance.api.payments.takeDifference({ params, body: command(found.version) })
    expect(taken).toMatchObject({ state: 'taken', owner: '李伟' })
    const proposed = await finance.api.payments.proposeResolution({
      params,
      body: { ...command(taken.version), resolution: 'book-theirs', reason: '别的门店收的款' },
    })
    expect(proposed).toMatchObject({ state: 'proposed', can: { approve: false } })
    const body = { ...command(proposed.version), reason: '同意' }
    await expect(finance.api.payments.approveResolution({ params, body })).rejects.toMatchObject({
      problem: { code: 'FORBIDDEN' },
    })
    expect(await balance('suspense')).toBe(suspense)
    const resolved = await other.api.payments.approveResolution({ params, body })
    expect(resolved).toMatchObject({ state: 'resolved', resolution: 'book-theirs' })
    expect(await other.api.payments.approveResolution({ params, body })).toMatchObject({ version: resolved.version })
    expect(await balance('suspense')).toBe(suspense - 700)
    // resolved stays resolved, and the account is the same now
    expect(await reconcile()).toMatchObject({ openDifferences: 0, differences: 1 })
    const again = await finance.api.payments.proposeResolution({
      params,
      body: { ...command(resolved.version), resolution: 'from-suspense', account: 'commission', reason: '查明是佣金' },
    })
    const commission = await balance('commission')
    await other.api.payments.approveResolution({ params, body: { ...command(again.version), reason: '同意' } })
    expect([await balance('suspense'), await balance('commission')]).toEqual([suspense, commission - 700])
    const { history, postings } = await finance.api.payments.getDifference({ params })
    expect(history.map(({ what }) => what)).toEqual([
      '对账发现差异',
      '由我处理',
      '提出处理：以微信为准，差额先挂账',
      '同意处理：以微信为准，差额先挂账',
      '提出处理：从挂账转出',
      '同意处理：从挂账转出',
    ])
    expect(postings).toHaveLength(2)
  })

  test('out of suspense only to what has no flow of its own: not to a person, a transfer, a refund, another order', async () => {
    const found = await foreign(800)
    const other = await operatorWith(world, ['finance'])
    const params = { id: found.id }
    const order = await paidOrder(world)
    const { companionId } = await settleOrder(world, order)
    const proposed = await finance.api.payments.proposeResolution({
      params,
      body: { ...command(found.version), resolution: 'book-theirs', reason: '先挂账' },
    })
    const booked = await other.api.payments.approveResolution({
      params,
      body: { ...command(proposed.version), reason: '同意' },
    })
    const accounts = [`earnings:${companionId}`, `held:${order.orderId}`, 'provider', 'suspense']
    const known = await world.rows<{ code: string }>(
      sql`select code from payments.accounts where kind in ('transit', 'refunding')`,
    )
    for (const account of [...accounts, ...known.map(({ code }) => code)])
      await expect(
        finance.api.payments.proposeResolution({
          params,
          body: { ...command(booked.version), resolution: 'from-suspense', account, reason: '查明' },
        }),
      ).rejects.toMatchObject({ problem: { code: 'INVALID', fields: { account: expect.any(String) as string } } })
    await booksMustBeRight(world)
  })

  test('two agree at once: one posting; the other reads what happened', async () => {
    const found = await foreign(900)
    const params = { id: found.id }
    const proposed = await finance.api.payments.proposeResolution({
      params,
      body: { ...command(found.version), resolution: 'book-theirs', reason: '先挂账' },
    })
    const others = await Promise.all([operatorWith(world, ['finance']), operatorWith(world, ['finance'])])
    const outcomes = await Promise.allSettled(
      others.map(({ api }) =>
        api.payments.approveResolution({ params, body: { ...command(proposed.version), reason: '同意' } }),
      ),
    )
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const postings = await world.rows(sql`select 1 from payments.postings where key like ${`difference:${found.id}:%`}`)
    expect(postings).toHaveLength(1)
  })

  test('an old version, a difference that is over, an account that is none, nothing to post', async () => {
    const found = await foreign(300)
    const params = { id: found.id }
    const propose = (version: number, more: object) =>
      world.call('POST', `/payments/differences/${found.id}/propose`, {
        token: finance.token,
        body: { ...command(version), resolution: 'book-theirs', reason: '先挂账', ...more },
      })
    expect((await propose(found.version + 1, {})).body.code).toBe('CONFLICT')
    expect((await propose(found.version, { resolution: 'from-suspense' })).body.fields).toHaveProperty('account')
    expect((await propose(found.version, { resolution: 'from-suspense', account: 'x' })).body.code).toBe('INVALID')
    world.sandbox.control.straightenBills()
    await reconcile()
    const gone = await finance.api.payments.getDifference({ params })
    expect(gone.state).toBe('gone')
    expect((await propose(gone.version, {})).body.code).toBe('NOT_ALLOWED_NOW')
    expect(await world.rows(sql`select 1 from payments.postings where key like ${`difference:${found.id}:%`}`)).toEqual(
      [],
    )
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
