/** The two addresses that anybody can reach: what is not proven or does not fit must not write a row. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sealResource } from '../../sandbox/wire/wxpay-crypto.ts'
import { answerMessage, signRsa } from '../../sandbox/wire/wxpay-sign.ts'
import { sql } from '../core/sql.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { look, payeeWith, withdraw } from './payouts/testing.ts'
import { checkBooks, openPayment } from './index.ts'
import {
  askRefund,
  kindsOf,
  listenIn,
  orderToPay,
  paidOrder,
  pay,
  paymentsOf,
  refundsOf,
  told,
  type Wish,
} from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
afterAll(() => world.close())

const misbehave = (trick: Parameters<World['sandbox']['control']['misbehave']>[0]) =>
  world.sandbox.control.misbehave({ vendor: 'wxpay', ...trick })

interface Told {
  event: string
  resource: Record<string, unknown>
}
/** A callback as the provider would sign it, about anything. */
function signed({ event, resource }: Told): { body: string; headers: Record<string, string> } {
  const { wxpay } = world.sandbox.keys
  const { algorithm, ...sealed } = sealResource(wxpay.apiV3Key, JSON.stringify(resource), 'transaction')
  const body = JSON.stringify({
    id: randomUUID(),
    event_type: event,
    resource_type: 'encrypt-resource',
    resource: { algorithm, ...sealed },
  })
  const timestamp = String(Math.floor(world.clock.now().getTime() / 1000))
  const nonce = randomBytes(16).toString('hex')
  const signature = signRsa(answerMessage(timestamp, nonce, body), wxpay.platformPrivateKey)
  return {
    body,
    headers: {
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-signature': signature,
      'wechatpay-serial': wxpay.publicKeyId,
    },
  }
}
const post = (
  path: 'paid' | 'refunded' | 'transferred',
  { body, headers }: { body: string | Buffer; headers?: Record<string, string> },
) => world.call('POST', `/payments/wechat/${path}`, { body, ...(headers ? { headers } : {}) })
const transaction = (number: string, changes: Record<string, unknown> = {}): Told => ({
  event: 'TRANSACTION.SUCCESS',
  resource: {
    mchid: world.sandbox.keys.wxpay.mchid,
    appid: world.sandbox.keys.wechat.appid,
    out_trade_no: number,
    transaction_id: `42${randomBytes(8).toString('hex')}`,
    trade_state: 'SUCCESS',
    success_time: world.clock.now().toISOString(),
    amount: { total: 26_800 },
    ...changes,
  },
})
const refund = (number: string, changes: Record<string, unknown> = {}): Told => ({
  event: 'REFUND.SUCCESS',
  resource: {
    mchid: world.sandbox.keys.wxpay.mchid,
    out_trade_no: 'x',
    out_refund_no: number,
    refund_id: `50${randomBytes(8).toString('hex')}`,
    refund_status: 'SUCCESS',
    amount: { total: 26_800, refund: 10_000 },
    ...changes,
  },
})
/** everything that a callback could have written */
const written = async () =>
  JSON.stringify(
    await world.rows(sql`
      select (select json_agg(p order by number) from payments.payments p) as payments, (select json_agg(r order by number) from payments.refunds r) as refunds,
        (select json_agg(t order by number) from payments.transfers t) as transfers,
        (select count(*) from payments.postings) as postings, (select count(*) from payments.callbacks) as callbacks, (select count(*) from core.tasks) as tasks`),
  )

async function openOrder(): Promise<Wish & { number: string }> {
  const order = orderToPay(world)
  await openPayment(world.system, order)
  const [payment] = await paymentsOf(world, order.orderId)
  return { ...order, number: payment?.number ?? '' }
}

describe('callbacks of payments', () => {
  test('doubled at the same moment: captured once', async () => {
    misbehave({ on: 'callback', do: 'doubled' })
    const order = await paidOrder(world)
    expect(await kindsOf(world, order.orderId)).toEqual(['captured'])
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
  })

  test('told twelve times at once and again later: always a yes, captured once', async () => {
    const order = await openOrder()
    const callback = signed(transaction(order.number))
    const answers = await Promise.all(Array.from({ length: 12 }, () => post('paid', callback)))
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 12 }, () => [200, 'SUCCESS']),
    )
    await world.advance({ minutes: 2 })
    expect((await post('paid', signed(transaction(order.number)))).status).toBe(200)
    expect(await told(world, 'payments.captured', order.orderId)).toHaveLength(1)
    expect(await kindsOf(world, order.orderId)).toEqual(['captured'])
  })

  test.each(['forged', 'wrong-serial', 'clock-skew', 'signtest'] as const)(
    '%s: refused, the true one captures',
    async (trick) => {
      misbehave({ on: 'callback', do: trick })
      const order = orderToPay(world)
      await pay(world, order)
      const first = await world.sandbox.control.callback(
        ({ state, attempts, note }) => state === 'pending' && attempts === 1 && note.includes(trick),
      )
      expect(first).toMatchObject({ last_status: 401, alarm: 0 })
      expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'prepaid' }])
      const [payment] = await paymentsOf(world, order.orderId)
      await world.sandbox.control.callback(({ state, subject }) => state === 'done' && subject === payment?.number)
      expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured' }])
    },
  )
})

describe('what must not write', () => {
  let before: string
  let order: Wish & { number: string }
  beforeEach(async () => {
    order = await openOrder()
    before = await written()
  })
  /** status, code, and whether anything was written */
  const outcome = async (asked: ReturnType<typeof post>): Promise<string> => {
    const { status, body } = await asked
    return `${status} ${body.code}${(await written()) === before ? '' : ' and wrote'}`
  }

  test.each([
    ['no signature', () => '{}'],
    ['nothing', () => ''],
    ['rubbish', () => randomBytes(2000)],
    ['SQL', () => "'; drop schema payments cascade; --"],
    ['emoji', () => '😀'.repeat(10_000)],
  ])('%s', async (_name, body) => {
    expect(await outcome(post('paid', { body: body() }))).toBe('401 FAIL')
    expect(await outcome(post('refunded', { body: body() }))).toBe('401 FAIL')
  })

  test('signed by a stranger, or changed on the way', async () => {
    const honest = signed(transaction(order.number))
    const withHeader = (name: string, value: string) =>
      post('paid', { ...honest, headers: { ...honest.headers, [name]: value } })
    expect(await outcome(post('paid', { ...honest, body: `${honest.body} ` }))).toBe('401 FAIL')
    expect(await outcome(withHeader('wechatpay-nonce', 'other'))).toBe('401 FAIL')
    expect(await outcome(withHeader('wechatpay-serial', 'PUB_KEY_ID_0000'))).toBe('401 FAIL')
    expect(
      await outcome(withHeader('wechatpay-signature', `WECHATPAY/SIGNTEST/${honest.headers['wechatpay-signature']}`)),
    ).toBe('401 FAIL')
  })

  test('a true one of six minutes ago', async () => {
    const callback = signed(transaction(order.number))
    await world.advance({ minutes: 6 })
    expect(await outcome(post('paid', callback))).toBe('401 FAIL')
  })

  test.each([
    ['another amount', { amount: { total: 1 } }],
    ['no amount', { amount: {} }],
    ['no transaction', { transaction_id: '' }],
    ['no time', { success_time: 'soon' }],
    ['another merchant', { mchid: '1900000110' }],
    ['another app', { appid: 'wx0000000000000001' }],
  ])('%s', async (_name, changes) => {
    expect(await outcome(post('paid', signed(transaction(order.number, changes))))).toBe('400 FAIL')
  })

  test('a payment or a refund that is not ours', async () => {
    expect(await outcome(post('paid', signed(transaction('P20261123FFFFFFFF'))))).toBe('404 FAIL')
    expect(await outcome(post('refunded', signed(refund('R20261123FFFFFFFF'))))).toBe('404 FAIL')
  })

  test('a payment that did not succeed says nothing new', async () => {
    const answer = await post('paid', signed(transaction(order.number, { trade_state: 'NOTPAY' })))
    expect(answer.status).toBe(200)
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'prepaid' }])
  })
  test('events of other kinds are answered and change nothing', async () => {
    const answer = await post('paid', signed({ event: 'COMPLAINT.CREATE', resource: { complaint_id: '1' } }))
    expect(answer.status).toBe(200)
    expect(await written()).toBe(before)
  })
  test('a body of ten megabytes', async () => {
    expect((await post('paid', { body: Buffer.alloc(10 * 1024 * 1024, 'a') })).status).toBe(413)
    expect(await written()).toBe(before)
  })
  test('another method', async () => expect((await world.call('GET', '/payments/wechat/paid')).status).toBe(404))
  test('what was refused is in the log without the body', async () => {
    await post('paid', signed(transaction(order.number, { mchid: '1900000110', payer: { openid: order.openid } })))
    expect(world.logged.at(-1)).toContain('a payment callback was refused')
    expect(world.logged.join('\n')).not.toContain(order.openid)
  })
})

describe('callbacks of refunds', () => {
  test('doubled, out of order and on the wrong address: settled once', async () => {
    const order = await paidOrder(world)
    await askRefund(world, { orderId: order.orderId, amountFen: 10_000 })
    misbehave({ do: 'error', status: 500, action: '/v3/refund', count: 3 })
    await world.drain()
    // told before our own request was answered
    const [asked] = await refundsOf(world, order.orderId)
    expect(asked?.state).toBe('requested')
    const callback = signed(refund(asked?.number ?? ''))
    expect(
      (await Promise.all([post('paid', callback), post('refunded', callback), post('refunded', callback)])).map(
        ({ status }) => status,
      ),
    ).toEqual([200, 200, 200])
    expect(await kindsOf(world, order.orderId)).toEqual(['captured', 'refund-requested', 'refund-settled'])
    expect(await told(world, 'payments.refunded', order.orderId)).toMatchObject([{ amountFen: 10_000 }])
    await world.advance({ minutes: 10 })
    await world.drain()
    expect(await kindsOf(world, order.orderId)).toHaveLength(3)
    // a CLOSED that comes after the SUCCESS is too late
    expect(
      (
        await post(
          'refunded',
          signed({ ...refund(asked?.number ?? '', { refund_status: 'CLOSED' }), event: 'REFUND.CLOSED' }),
        )
      ).status,
    ).toBe(200)
    expect(await refundsOf(world, order.orderId)).toMatchObject([{ state: 'refunded' }])
    expect((await post('refunded', signed(refund(asked?.number ?? '', { amount: { refund: 9_999 } })))).status).toBe(
      400,
    )
    expect(await checkBooks(world.system)).toEqual([])
  })

  test('the payment’s callback comes after that of its refund', async () => {
    misbehave({ on: 'callback', do: 'held', action: 'TRANSACTION' })
    const order = orderToPay(world)
    await pay(world, order)
    await world.advance({ seconds: 11 })
    await world.drain()
    await askRefund(world, { orderId: order.orderId, amountFen: 26_800 })
    await world.drain()
    const [payment] = await paymentsOf(world, order.orderId)
    await world.sandbox.control.callback(
      ({ event, subject, state }) => event === 'REFUND.SUCCESS' && subject === payment?.number && state === 'done',
    )
    await world.sandbox.control.callback(
      ({ event, subject, state }) => event === 'TRANSACTION.SUCCESS' && subject === payment?.number && state === 'done',
    )
    expect(await kindsOf(world, order.orderId)).toEqual(['captured', 'refund-requested', 'refund-settled'])
    expect(await checkBooks(world.system)).toEqual([])
  })
})

describe('callbacks of transfers', () => {
  const bill = (number: string, changes: Record<string, unknown> = {}): Told => ({
    event: 'MCHTRANSFER.BILL.FINISHED',
    resource: {
      mch_id: world.sandbox.keys.wxpay.mchid,
      out_bill_no: number,
      transfer_bill_no: `13${randomBytes(8).toString('hex')}`,
      state: 'SUCCESS',
      transfer_amount: 5_000,
      create_time: world.clock.now().toISOString(),
      update_time: world.clock.now().toISOString(),
      ...changes,
    },
  })

  test('an unknown number, another amount, another merchant, a stranger’s word, half a word: nothing is written', async () => {
    const wang = await payeeWith(world, 5_000)
    const { id, number } = await withdraw(wang, 5_000)
    await world.drain()
    const before = await written()
    expect((await post('transferred', signed(bill('T20261123NOBODYKNOWS')))).status).toBe(404)
    expect((await post('transferred', signed(bill(number, { transfer_amount: 4_999 })))).status).toBe(400)
    expect((await post('transferred', signed(bill(number, { mch_id: '1900000001' })))).status).toBe(400)
    const good = signed(bill(number))
    expect((await post('transferred', { ...good, body: good.body.slice(0, -9) })).status).toBe(401)
    const forged = { ...good.headers, 'wechatpay-signature': randomBytes(256).toString('base64') }
    expect((await post('transferred', { body: good.body, headers: forged })).status).toBe(401)
    expect((await post('transferred', { body: good.body })).status).toBe(401)
    expect(await written()).toBe(before)
    expect(await look(wang, id)).toMatchObject({ state: 'awaiting-user' })
  })

  test('two that contradict each other: the provider is asked, and its answer counts', async () => {
    const wang = await payeeWith(world, 5_000)
    const { id, number } = await withdraw(wang, 5_000)
    await world.drain()
    const fail = signed(bill(number, { state: 'FAIL', fail_reason: 'OTHER_FAIL_REASON_TYPE' }))
    expect((await post('transferred', fail)).status).toBe(200)
    expect(await look(wang, id)).toMatchObject({ state: 'failed' })
    const before = await world.rows(sql`select count(*) from payments.postings`)
    expect((await post('transferred', signed(bill(number)))).status).toBe(200)
    expect(await world.rows(sql`select count(*) from payments.postings`)).toEqual(before)
    expect(await look(wang, id)).toMatchObject({ state: 'failed' })
    // there it waits for her: neither of the two was true yet
    await world.drain()
    expect(await look(wang, id)).toMatchObject({ state: 'failed' })
    const there = world.sandbox.control.transfers().find((each) => each.out_bill_no === number)
    const { mchId, appId, package: pack } = world.system.outside.wechatPay.confirmationOf(there?.package_info ?? '')
    world.sandbox.control.confirmTransfer({ mchId, appId, package: pack })
    await world.advance({ seconds: 5 })
    await world.sandbox.control.idle()
    await world.drain()
    expect(await look(wang, id)).toMatchObject({ state: 'paid' })
    expect(await checkBooks(world.system)).toEqual([])
  })
})
