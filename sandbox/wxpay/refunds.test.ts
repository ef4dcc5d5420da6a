import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  callPay,
  newOrderNo,
  openTestWorld,
  paidOrder,
  prepayBody,
  refundBody,
  requestCode,
  type TestWorld,
} from '../testing.ts'
import { encryptField, openResource } from '../wire/wxpay-crypto.ts'

let world: TestWorld
let openid: string
const REFUNDS = '/v3/refund/domestic/refunds'
const refund = (body: unknown) => callPay(world, 'POST', REFUNDS, body)
const query = (no: string) => callPay(world, 'GET', `${REFUNDS}/${no}`)

beforeAll(async () => {
  world = await openTestWorld()
  openid = world.control.createUser().openid
})
afterAll(() => world.end())

const arrived = (outTradeNo: string, event = 'REFUND.SUCCESS') =>
  world.control.callback(
    (callback) => callback.subject === outTradeNo && callback.event === event && callback.state === 'done',
  )

it('is accepted, arrives, and is told; several parts up to the whole and no fen more', async () => {
  const no = await paidOrder(world, openid)
  const first = refundBody(world, no, 10_000)
  const answer = await refund(first)
  expect(answer.body).toMatchObject({
    status: 'PROCESSING',
    out_trade_no: no,
    out_refund_no: first.out_refund_no,
    channel: 'ORIGINAL',
    amount: { total: 26_800, refund: 10_000, payer_refund: 10_000, currency: 'CNY' },
  })
  await arrived(no)
  expect((await query(first.out_refund_no)).body).toMatchObject({ status: 'SUCCESS', refund_id: answer.body.refund_id })
  const heard = world.receiver.heard
    .filter(({ path }) => path.endsWith('/refunded'))
    .map(({ body }) => JSON.parse(body))
  expect(heard).toHaveLength(1)
  expect(heard[0]).toMatchObject({
    event_type: 'REFUND.SUCCESS',
    resource_type: 'encrypt-resource',
    resource: { original_type: 'refund' },
  })
  expect(JSON.parse(openResource(world.keys.wxpay.apiV3Key, heard[0].resource))).toMatchObject({
    mchid: world.keys.wxpay.mchid,
    out_refund_no: first.out_refund_no,
    refund_status: 'SUCCESS',
    amount: { refund: 10_000 },
  })
  expect((await refund(refundBody(world, no, 16_801))).code).toBe('INVALID_REQUEST')
  expect((await refund(refundBody(world, no, 16_800))).status).toBe(200)
  expect((await refund(refundBody(world, no, 1))).code).toBe('INVALID_REQUEST')
})

it('is idempotent by out_refund_no, also while the body’s keys are in another order', async () => {
  const no = await paidOrder(world, openid)
  const body = refundBody(world, no, 500)
  const [first, again] = [await refund(body), await refund(Object.fromEntries(Object.entries(body).toReversed()))]
  expect(again.body.refund_id).toBe(first.body.refund_id)
  const changed = await refund({ ...body, amount: { ...body.amount, refund: 600 } })
  expect([changed.status, requestCode(changed)]).toEqual([400, '268498688'])
  expect((await refund(refundBody(world, no, 26_300))).status).toBe(200)
})

it('refuses what cannot be refunded', async () => {
  const no = await paidOrder(world, openid)
  const unpaid = prepayBody(world, openid)
  await callPay(world, 'POST', '/v3/pay/transactions/jsapi', unpaid)
  const codes = await Promise.all(
    [
      refundBody(world, newOrderNo(), 1),
      refundBody(world, unpaid.out_trade_no, 1),
      refundBody(world, no, 1, { amount: { refund: 1, total: 26_799, currency: 'CNY' } }),
      refundBody(world, no, 0),
      refundBody(world, no, 1, { transaction_id: '42' }),
      refundBody(world, no, 1, { out_trade_no: undefined }),
      refundBody(world, no, 1, { amount: { refund: 1, total: 26_800 } }),
      refundBody(world, no, 1, { note: 'x' }),
      refundBody(world, no, 1, { reason: '长'.repeat(81) }),
    ].map(async (body) => (await refund(body)).code),
  )
  expect(codes).toEqual([
    'RESOURCE_NOT_EXISTS',
    'INVALID_REQUEST',
    'INVALID_REQUEST',
    'PARAM_ERROR',
    'PARAM_ERROR',
    'PARAM_ERROR',
    'PARAM_ERROR',
    'PARAM_ERROR',
    'PARAM_ERROR',
  ])
  expect((await query('R404404')).code).toBe('RESOURCE_NOT_EXISTS')
  expect(world.control.orders().find(({ out_trade_no }) => out_trade_no === no)?.state).toBe('SUCCESS')
})

it('ends after a year and after fifty parts', async () => {
  const no = await paidOrder(world, openid)
  for (let part = 0; part < 50; part++) expect((await refund(refundBody(world, no, 1))).status).toBe(200)
  expect((await refund(refundBody(world, no, 1))).code).toBe('RULE_LIMIT')
  const old = await paidOrder(world, openid)
  world.control.moveClock(366 * 86_400_000)
  expect((await refund(refundBody(world, old, 1))).code).toBe('RULE_LIMIT')
  world.control.moveClock(0)
})

it('can end ABNORMAL or CLOSED on command; a closed one gives its amount back', async () => {
  const no = await paidOrder(world, openid)
  world.control.misbehave({ do: 'refund-closed' })
  await refund(refundBody(world, no, 26_800))
  await arrived(no, 'REFUND.CLOSED')
  world.control.misbehave({ do: 'refund-abnormal' })
  const abnormal = refundBody(world, no, 26_800)
  await refund(abnormal)
  await arrived(no, 'REFUND.ABNORMAL')
  expect((await query(abnormal.out_refund_no)).body.status).toBe('ABNORMAL')
})

describe('a dead card', () => {
  const sealed = (text: string) => encryptField(world.keys.wxpay.platformPublicKey, text)
  const withKey = () => ({ headers: { 'Wechatpay-Serial': world.keys.wxpay.publicKeyId } })
  const apply = (id: unknown, body: object, bend: object = withKey()) =>
    callPay(world, 'POST', `${REFUNDS}/${String(id)}/apply-abnormal-refund`, body, bend)
  const abnormal = async () => {
    const no = await paidOrder(world, openid)
    world.control.misbehave({ do: 'refund-abnormal' })
    const body = refundBody(world, no, 26_800)
    const { body: answer } = await refund(body)
    await arrived(no, 'REFUND.ABNORMAL')
    return { no, id: answer.refund_id, out_refund_no: body.out_refund_no }
  }
  const userCard = (out_refund_no: string) => ({
    out_refund_no,
    type: 'USER_BANK_CARD',
    bank_type: 'CMB_DEBIT',
    bank_account: sealed('6214830100000403'),
    real_name: sealed('李晓雯'),
  })

  it('another card of the family gets the money, and it is told which', async () => {
    const { no, id, out_refund_no } = await abnormal()
    const before = world.control.books().merchantFen
    const answer = await apply(id, userCard(out_refund_no))
    expect(answer.body).toMatchObject({ status: 'PROCESSING', user_received_account: '招商银行借记卡0403' })
    await arrived(no)
    expect((await apply(id, userCard(out_refund_no))).body.status).toBe('SUCCESS')
    const other = { ...userCard(out_refund_no), bank_account: sealed('6214830100000404') }
    expect((await apply(id, other)).code).toBe('INVALID_REQUEST')
    const last = JSON.parse(world.receiver.heard.at(-1)?.body ?? '')
    expect(JSON.parse(openResource(world.keys.wxpay.apiV3Key, last.resource))).toMatchObject({
      refund_status: 'SUCCESS',
      user_received_account: '招商银行借记卡0403',
    })
    expect(before - world.control.books().merchantFen).toBe(26_639)
  })

  it('or the merchant’s own bank account', async () => {
    const { no, id, out_refund_no } = await abnormal()
    await apply(id, { out_refund_no, type: 'MERCHANT_BANK_CARD' }, {})
    await arrived(no)
    expect((await query(out_refund_no)).body).toMatchObject({ user_received_account: '商户结算银行账户' })
  })

  it('is refused for a refund that is well, another’s number, and half the data', async () => {
    const { id, out_refund_no } = await abnormal()
    const full = userCard(out_refund_no)
    const codes = []
    for (const body of [
      { ...full, bank_type: undefined },
      { ...full, bank_type: 'ABC_CREDIT' },
      { ...full, bank_account: undefined },
      { ...full, bank_account: sealed('12') },
      { ...full, bank_account: '6214830100000403' },
      { ...full, real_name: undefined },
      { ...full, type: 'CASH' },
      { ...full, note: 'x' },
    ]) {
      codes.push((await apply(id, body)).code)
    }
    expect(codes).toEqual(Array.from({ length: 8 }, () => 'PARAM_ERROR'))
    expect((await apply(id, full, {})).code).toBe('PARAM_ERROR')
    expect((await apply('404', full)).code).toBe('RESOURCE_NOT_EXISTS')
    expect((await query(out_refund_no)).body.status).toBe('ABNORMAL')
    const no = await paidOrder(world, openid)
    const well = refundBody(world, no, 1)
    const { body } = await refund(well)
    expect((await apply(body.refund_id, userCard(well.out_refund_no))).code).toBe('INVALID_REQUEST')
  })
})

it('needs the money: what is not in the account is not refunded, until it is paid in; the fee comes back with it', async () => {
  const own = await openTestWorld()
  const payer = own.control.createUser().openid
  const no = await paidOrder(own, payer)
  own.control.withdrawToBank(10_000)
  const send = (fen: number) => callPay(own, 'POST', REFUNDS, refundBody(own, no, fen))
  expect((await send(26_800)).code).toBe('NOT_ENOUGH')
  expect((await send(10_000)).status).toBe(200)
  expect((await send(16_800)).code).toBe('NOT_ENOUGH')
  own.control.depositFromBank(10_000)
  expect((await send(16_800)).status).toBe(200)
  await own.control.callback(() => own.control.books().orders.refundedFen === 26_800)
  expect(own.control.books()).toMatchObject({ merchantFen: 0, feesFen: 0, orders: { paidFen: 26_800 } })
  own.control.changeSettings({ refundsNeedBalance: false })
  const other = await paidOrder(own, payer)
  own.control.withdrawToBank(26_639)
  expect((await callPay(own, 'POST', REFUNDS, refundBody(own, other, 26_800))).status).toBe(200)
  await own.end()
})
