import { createPublicKey, X509Certificate } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  callPay,
  openTestWorld,
  paidOrder,
  paymentRequest,
  prepayBody,
  refundBody,
  type Heard,
  type TestWorld,
} from '../testing.ts'
import { openResource } from '../wire/wxpay-crypto.ts'
import { answerMessage, verifyRsa } from '../wire/wxpay-sign.ts'

let world: TestWorld
let openid: string

beforeEach(async () => {
  world = await openTestWorld()
  openid = world.control.createUser().openid
})
afterEach(() => world.end())

/** The check a server makes: time, serial, signature. */
function isGenuine({ headers, body }: Heard): boolean {
  const { publicKeyId, platformPublicKey, certificateSerial, certificate } = world.keys.wxpay
  const keys = {
    [publicKeyId]: createPublicKey(platformPublicKey),
    [certificateSerial]: new X509Certificate(certificate).publicKey,
  }
  const key = keys[headers['wechatpay-serial'] ?? '']
  const timestamp = headers['wechatpay-timestamp'] ?? ''
  if (!key || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false
  return verifyRsa(
    answerMessage(timestamp, headers['wechatpay-nonce'] ?? '', body),
    headers['wechatpay-signature'] ?? '',
    key,
  )
}
const done = (event = 'TRANSACTION.SUCCESS') =>
  world.control.callback((callback) => callback.event === event && callback.state === 'done')
const events = () => world.receiver.heard.map(({ body }) => (JSON.parse(body) as { event_type: string }).event_type)

describe('delivery', () => {
  it('tells of a payment, signed and sealed', async () => {
    const no = await paidOrder(world, openid)
    await done()
    const [heard] = world.receiver.heard
    expect(heard && isGenuine(heard)).toBe(true)
    const envelope = JSON.parse(heard?.body ?? '')
    expect(envelope).toMatchObject({ event_type: 'TRANSACTION.SUCCESS', resource: { algorithm: 'AEAD_AES_256_GCM' } })
    expect(JSON.parse(openResource(world.keys.wxpay.apiV3Key, envelope.resource))).toMatchObject({
      out_trade_no: no,
      trade_state: 'SUCCESS',
      appid: world.keys.wechat.appid,
      amount: { total: 26_800 },
    })
  })

  it('signs with the certificate in certificate mode', async () => {
    world.control.changeSettings({ wxpaySigning: 'certificate' })
    await paidOrder(world, openid)
    await done()
    expect(world.receiver.heard[0]?.headers['wechatpay-serial']).toBe(world.keys.wxpay.certificateSerial)
    expect(world.receiver.heard.every(isGenuine)).toBe(true)
  })

  it('accepts 204, tries again on anything else, with the same event id', async () => {
    world.receiver.answers.splice(0, 1, { status: 500 }, { status: 404 }, { status: 302 }, { status: 204 })
    await paidOrder(world, openid)
    expect((await done()).attempts).toBe(4)
    expect(new Set(world.receiver.heard.map(({ body }) => JSON.parse(body).id)).size).toBe(1)
    expect(world.receiver.heard.every(isGenuine)).toBe(true)
  })

  it('climbs the real ladder of fifteen retries, then gives up', async () => {
    world.control.changeSettings({ callbackTimeScale: 1 })
    world.receiver.answers.splice(0, 1, { status: 500 })
    await paidOrder(world, openid)
    const waits: number[] = []
    let offset = 0
    for (;;) {
      const attempts = waits.length + 1
      const callback = await world.control.callback((one) => one.attempts === attempts)
      if (callback.state === 'given-up') break
      const waitSec = Math.round((callback.next_at - (Date.now() + offset)) / 1000)
      waits.push(waitSec)
      offset += waitSec * 1000 + 1000
      world.control.moveClock(offset)
    }
    expect(waits).toEqual([15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600])
    expect(world.receiver.heard).toHaveLength(16)
  })

  it('goes on after the server was away, and by hand', async () => {
    world.control.misbehave({ on: 'callback', do: 'lost' })
    await paidOrder(world, openid)
    await world.control.idle()
    const [lost] = world.control.callbacks()
    expect([lost?.state, world.receiver.heard.length]).toEqual(['lost', 0])
    expect(world.control.redeliver(lost?.id ?? '')).toBe(true)
    await done()
  })
})

describe('misbehaviour', () => {
  it.each(['forged', 'wrong-serial', 'clock-skew', 'signtest'] as const)(
    '%s: a false attempt, then the true one',
    async (trick) => {
      world.control.misbehave({ on: 'callback', do: trick })
      world.receiver.answers.splice(0, 1, { status: 401 }, { status: 200 })
      await paidOrder(world, openid)
      const callback = await done()
      expect(world.receiver.heard.map(isGenuine)).toEqual([false, true])
      expect([callback.alarm, callback.note]).toEqual([0, `refused as it should: ${trick}`])
    },
  )

  it('raises an alarm when the server accepts a forged callback, and does not take that for a delivery', async () => {
    world.control.misbehave({ on: 'callback', do: 'forged' })
    await paidOrder(world, openid)
    const callback = await done()
    expect([callback.alarm, callback.attempts]).toEqual([1, 2])
    expect(callback.note).toContain('accepted a false callback')
  })

  it('doubled: the same event twice at once', async () => {
    world.control.misbehave({ on: 'callback', do: 'doubled' })
    await paidOrder(world, openid)
    await done()
    expect(world.receiver.heard).toHaveLength(2)
    expect(world.receiver.heard[0]?.body).toBe(world.receiver.heard[1]?.body)
  })

  it('delayed: not before its time', async () => {
    world.control.misbehave({ on: 'callback', do: 'delayed', ms: 60_000 })
    await paidOrder(world, openid)
    await world.control.idle()
    expect(world.receiver.heard).toHaveLength(0)
    world.control.moveClock(61_000)
    await done()
  })

  it('held: the refund is told before the payment', async () => {
    world.control.misbehave({ on: 'callback', do: 'held', action: 'TRANSACTION.SUCCESS' })
    const no = await paidOrder(world, openid)
    await callPay(world, 'POST', '/v3/refund/domestic/refunds', refundBody(world, no, 26_800))
    await done('TRANSACTION.SUCCESS')
    expect(events()).toEqual(['REFUND.SUCCESS', 'TRANSACTION.SUCCESS'])
  })

  it('paid-despite-close: success after the close was answered', async () => {
    const body = prepayBody(world, openid)
    await callPay(world, 'POST', '/v3/pay/transactions/jsapi', body)
    world.control.misbehave({ do: 'paid-despite-close' })
    const target = `/v3/pay/transactions/out-trade-no/${body.out_trade_no}/close`
    expect((await callPay(world, 'POST', target, { mchid: world.keys.wxpay.mchid })).status).toBe(204)
    await done()
    expect(events()).toEqual(['TRANSACTION.SUCCESS'])
  })

  it('answers: errors some times, then success; scoped by path and number', async () => {
    const body = prepayBody(world, openid)
    const jsapi = '/v3/pay/transactions/jsapi'
    world.control.misbehave({
      do: 'error',
      status: 500,
      count: 2,
      vendor: 'wxpay',
      action: jsapi,
      match: body.out_trade_no,
    })
    world.control.misbehave({ do: 'error', status: 429, match: body.out_trade_no })
    const other = await callPay(world, 'POST', jsapi, prepayBody(world, openid))
    const answers = []
    for (let turn = 0; turn < 4; turn++) answers.push((await callPay(world, 'POST', jsapi, body)).status)
    expect([other.status, ...answers]).toEqual([200, 500, 500, 429, 200])
    world.control.misbehave({ do: 'error', status: 403, code: 'NOT_ENOUGH', message: '基本账户余额不足' })
    expect((await callPay(world, 'POST', '/v3/refund/domestic/refunds', {})).body).toEqual({
      code: 'NOT_ENOUGH',
      message: '基本账户余额不足',
    })
  })

  it('answers: a timeout after the commit leaves the order there', async () => {
    const body = prepayBody(world, openid)
    const jsapi = '/v3/pay/transactions/jsapi'
    world.control.misbehave({ do: 'close-after-commit' })
    await expect(callPay(world, 'POST', jsapi, body)).rejects.toThrow('fetch failed')
    expect(world.control.orders().map(({ out_trade_no }) => out_trade_no)).toEqual([body.out_trade_no])
    world.control.misbehave({ do: 'close' })
    await expect(callPay(world, 'POST', jsapi, prepayBody(world, openid))).rejects.toThrow('fetch failed')
    expect(world.control.orders()).toHaveLength(1)
    expect((await callPay(world, 'POST', jsapi, body)).status).toBe(200)
  })

  it('answers: badly signed, unsigned, with a strange serial, out of time, as a probe', async () => {
    const heard = async (trick: 'wrong-signature' | 'unsigned' | 'wrong-serial' | 'clock-skew' | 'signtest') => {
      world.control.misbehave({ do: trick })
      const answer = await callPay(world, 'GET', '/v3/certificates')
      return isGenuine({
        headers: Object.fromEntries(answer.headers),
        body: answer.text,
        path: '',
        query: new URLSearchParams(),
      })
    }
    const tricks = ['wrong-signature', 'unsigned', 'wrong-serial', 'clock-skew', 'signtest'] as const
    for (const trick of tricks) expect([trick, await heard(trick)]).toEqual([trick, false])
  })

  it('a refused payment request and a paid one through the control plane', async () => {
    const body = prepayBody(world, openid)
    const { body: answer } = await callPay(world, 'POST', '/v3/pay/transactions/jsapi', body)
    const request = paymentRequest(world, String(answer.prepay_id))
    const post = async (path: string, sent: object) => {
      const response = await fetch(world.urls.wxpay + path, { method: 'POST', body: JSON.stringify(sent) })
      return [response.status, ((await response.json()) as { errMsg: string }).errMsg]
    }
    expect(await post('/__sim/pay/refuse', request)).toEqual([200, 'requestPayment:fail cancel'])
    expect(await post('/__sim/pay', { ...request, paySign: request.paySign.toLowerCase() })).toEqual([
      401,
      'requestPayment:fail bad-pay-sign',
    ])
    expect(await post('/__sim/pay', request)).toEqual([200, 'requestPayment:ok'])
    expect(await post('/__sim/pay', request)).toEqual([400, 'requestPayment:fail already-paid'])
  })
})
