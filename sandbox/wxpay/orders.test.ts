import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  callPay,
  newOrderNo,
  openTestWorld,
  paidOrder,
  paymentRequest,
  prepayBody,
  requestCode,
  type TestWorld,
} from '../testing.ts'
import { answerMessage, verifyRsa } from '../wire/wxpay-sign.ts'

let world: TestWorld
let openid: string
const JSAPI = '/v3/pay/transactions/jsapi'
const byNumber = (no: string) => `/v3/pay/transactions/out-trade-no/${no}?mchid=${world.keys.wxpay.mchid}`
const close = (no: string) =>
  callPay(world, 'POST', `/v3/pay/transactions/out-trade-no/${no}/close`, { mchid: world.keys.wxpay.mchid })

beforeAll(async () => {
  world = await openTestWorld()
  openid = world.control.createUser({ nickname: '李女士' }).openid
})
afterAll(() => world.end())

describe('the door', () => {
  const body = () => prepayBody(world, openid)
  it.each([
    ['a stranger’s mchid', { mchid: '1900000999' }],
    ['a wrong serial', { serial: 'AB'.repeat(20) }],
    ['a clock six minutes ahead', { skewSec: 360 }],
    ['a clock six minutes behind', { skewSec: -360 }],
    ['another body than was signed', { sent: '{}' }],
    ['no Authorization', { headers: { Authorization: '' } }],
  ])('refuses %s with 401 SIGN_ERROR', async (_name, bend) => {
    const answer = await callPay(world, 'POST', JSAPI, body(), bend)
    expect([answer.status, answer.code, requestCode(answer)]).toEqual([401, 'SIGN_ERROR', '268443699'])
    expect(answer.headers.has('wechatpay-signature')).toBe(false)
  })

  it('refuses a replayed nonce', async () => {
    const target = '/v3/certificates'
    expect((await callPay(world, 'GET', target, undefined, { nonce: 'N'.repeat(32) })).status).toBe(200)
    expect((await callPay(world, 'GET', target, undefined, { nonce: 'N'.repeat(32) })).code).toBe('SIGN_ERROR')
  })

  it('refuses a key id it never gave out, and paths it does not have', async () => {
    const headers = { 'Wechatpay-Serial': 'PUB_KEY_ID_01' }
    expect((await callPay(world, 'GET', '/v3/certificates', undefined, { headers })).code).toBe('PARAM_ERROR')
    expect((await callPay(world, 'GET', '/v3/nothing')).status).toBe(404)
  })

  it('signs every 2xx with the public key, or with the certificate when asked for it', async () => {
    const { wxpay } = world.keys
    const check = async (asked: string | undefined, key: string) => {
      const headers: Record<string, string> = asked ? { 'Wechatpay-Serial': asked } : {}
      const answer = await callPay(world, 'GET', '/v3/certificates', undefined, { headers })
      const of = (name: string) => answer.headers.get(`wechatpay-${name}`) ?? ''
      expect(verifyRsa(answerMessage(of('timestamp'), of('nonce'), answer.text), of('signature'), key)).toBe(true)
      return of('serial')
    }
    expect(await check(undefined, wxpay.platformPublicKey)).toBe(wxpay.publicKeyId)
    expect(await check(wxpay.certificateSerial, wxpay.certificate)).toBe(wxpay.certificateSerial)
    world.control.changeSettings({ wxpaySigning: 'certificate' })
    expect(await check(undefined, wxpay.certificate)).toBe(wxpay.certificateSerial)
    expect(await check(wxpay.publicKeyId, wxpay.platformPublicKey)).toBe(wxpay.publicKeyId)
    world.control.changeSettings({ wxpaySigning: 'public-key' })
  })
})

describe('prepay', () => {
  const refusal = async (part: Record<string, unknown>) => {
    const answer = await callPay(world, 'POST', JSAPI, prepayBody(world, openid, part))
    return [answer.status, answer.code, Number(requestCode(answer))]
  }
  it.each([
    ['an unknown field', { colour: 'red' }, [400, 'PARAM_ERROR', 270924358]],
    ['an unknown nested field', { amount: { total: 1, tax: 1 } }, [400, 'PARAM_ERROR', 270924358]],
    ['a missing field', { description: undefined }, [400, 'PARAM_ERROR', 268435461]],
    ['a text as amount', { amount: { total: '1' } }, [400, 'PARAM_ERROR', 268435461]],
    ['a fraction', { amount: { total: 1.5 } }, [400, 'PARAM_ERROR', 268435461]],
    ['zero', { amount: { total: 0 } }, [400, 'PARAM_ERROR', 268435464]],
    ['a foreign currency', { amount: { total: 1, currency: 'USD' } }, [400, 'PARAM_ERROR', 268435464]],
    ['a long description', { description: '陪'.repeat(128) }, [400, 'PARAM_ERROR', 268435464]],
    ['a short number', { out_trade_no: 'PZ1' }, [400, 'PARAM_ERROR', 268435461]],
    ['a notify_url with a query', { notify_url: 'https://a.cn/n?x=1' }, [400, 'PARAM_ERROR', 268435461]],
    ['a notify_url without TLS', { notify_url: 'http://banyi.example.cn/n' }, [400, 'PARAM_ERROR', 268435461]],
    ['a stranger’s openid', { payer: { openid: 'oSBXnobody' } }, [400, 'PARAM_ERROR', 268435461]],
    ['another appid', { appid: 'wx0000000000000000' }, [400, 'APPID_MCHID_NOT_MATCH', 268445527]],
    ['another merchant', { mchid: '1900000999' }, [400, 'PARAM_ERROR', 268447843]],
    ['a time in the past', { time_expire: '2020-01-01T00:00:00+08:00' }, [400, 'PARAM_ERROR', 268435461]],
    ['a time without zone', { time_expire: '2030-01-01T00:00:00' }, [400, 'PARAM_ERROR', 268435461]],
  ])('refuses %s', async (_name, part, expected) => {
    expect(await refusal(part)).toEqual(expected)
  })

  it('gives the same answer for the same body and refuses a changed one', async () => {
    const body = prepayBody(world, openid)
    const first = await callPay(world, 'POST', JSAPI, body)
    const again = await callPay(world, 'POST', JSAPI, Object.fromEntries(Object.entries(body).toReversed()))
    expect(first.status).toBe(200)
    expect(again.body).toEqual(first.body)
    const changed = await callPay(world, 'POST', JSAPI, { ...body, amount: { total: 1, currency: 'CNY' } })
    expect([changed.status, changed.code, requestCode(changed)]).toEqual([400, 'INVALID_REQUEST', '268498688'])
  })
})

describe('an order', () => {
  const prepaid = async (part: Record<string, unknown> = {}) => {
    const body = prepayBody(world, openid, part)
    const answer = await callPay(world, 'POST', JSAPI, body)
    return { no: body.out_trade_no, body, request: paymentRequest(world, String(answer.body.prepay_id)) }
  }
  const stateOf = async (no: string) => (await callPay(world, 'GET', byNumber(no))).body.trade_state

  it('is NOTPAY, then SUCCESS, and can be asked for by both numbers', async () => {
    const { no, request, body } = await prepaid({ attach: 'A1' })
    expect(await stateOf(no)).toBe('NOTPAY')
    const paid = world.control.pay(request).order
    const answer = await callPay(world, 'GET', byNumber(no))
    expect(answer.body).toMatchObject({
      out_trade_no: no,
      transaction_id: paid?.transaction_id,
      trade_state: 'SUCCESS',
      trade_type: 'JSAPI',
      attach: 'A1',
      payer: { openid },
      amount: { total: 26_800, payer_total: 26_800, currency: 'CNY', payer_currency: 'CNY' },
    })
    expect(answer.body.success_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/)
    const byId = `/v3/pay/transactions/id/${paid?.transaction_id}?mchid=${world.keys.wxpay.mchid}`
    expect((await callPay(world, 'GET', byId)).body).toEqual(answer.body)
    const late = await Promise.all([callPay(world, 'POST', JSAPI, body), close(no)])
    expect(late.map(({ status, code }) => [status, code])).toEqual([
      [403, 'ORDERPAID'],
      [403, 'ORDERPAID'],
    ])
    expect(world.control.pay(request).problem).toBe('already-paid')
  })

  it('is refused by the wallet when anything in the payment request was changed', async () => {
    const { no, request } = await prepaid()
    const other = await prepaid()
    const problem = (part: object) => world.control.pay({ ...request, ...part }).problem
    expect(problem({ package: other.request.package })).toBe('bad-pay-sign')
    expect(problem({ nonceStr: 'x' })).toBe('bad-pay-sign')
    expect(problem({ signType: 'MD5' })).toBe('wrong-sign-type')
    expect(problem({ appId: 'wx1' })).toBe('wrong-appid')
    expect(problem({ paySign: undefined })).toBe('missing-field')
    expect(world.control.pay(paymentRequest(world, 'wxnone')).problem).toBe('unknown-prepay-id')
    expect(await stateOf(no)).toBe('NOTPAY')
  })

  it('can be closed once; then it cannot be paid, prepaid or closed', async () => {
    const { no, request, body } = await prepaid()
    const closed = await close(no)
    expect([closed.status, closed.text]).toEqual([204, ''])
    expect(closed.headers.has('wechatpay-signature')).toBe(true)
    expect(await stateOf(no)).toBe('CLOSED')
    expect(world.control.pay(request).problem).toBe('closed')
    expect((await close(no)).code).toBe('ORDER_CLOSED')
    expect((await callPay(world, 'POST', JSAPI, body)).code).toBe('ORDER_CLOSED')
  })

  it('closes by itself at time_expire; a prepay_id lives two hours', async () => {
    const soon = new Date(Date.now() + 15 * 60_000).toISOString().replace(/\.\d+Z$/, 'Z')
    const short = await prepaid({ time_expire: soon })
    const long = await prepaid()
    world.control.moveClock(16 * 60_000)
    expect(await stateOf(short.no)).toBe('CLOSED')
    expect(world.control.pay(short.request).problem).toBe('closed')
    world.control.moveClock(2 * 3_600_000 + 1000)
    expect(world.control.pay(long.request).problem).toBe('prepay-id-expired')
    const renewed = await callPay(world, 'POST', JSAPI, long.body)
    expect(world.control.pay(paymentRequest(world, String(renewed.body.prepay_id))).order?.state).toBe('SUCCESS')
    world.control.moveClock(0)
  })

  it('is not found, or not asked for properly', async () => {
    const missing = await callPay(world, 'GET', byNumber(newOrderNo()))
    expect([missing.status, missing.code, requestCode(missing)]).toEqual([404, 'ORDER_NOT_EXIST', '268512771'])
    const no = await paidOrder(world, openid)
    expect((await callPay(world, 'GET', `/v3/pay/transactions/out-trade-no/${no}`)).code).toBe('PARAM_ERROR')
    expect((await close(newOrderNo())).code).toBe('ORDER_NOT_EXIST')
  })
})
