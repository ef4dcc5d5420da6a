/** The adapter against the sandbox, which verifies what we send, signs what it answers and misbehaves on command. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts'
import { addMinutes, shanghaiDay, TestClock } from '../../core/clock.ts'
import { OutsideUnavailable } from '../outside-error.ts'
import { PayRefusal } from './client.ts'
import { WechatPay, type WechatPayConfig } from './wechat-pay.ts'

interface Heard {
  headers: IncomingHttpHeaders
  body: Buffer
}
const dir = mkdtempSync(path.join(tmpdir(), 'banyi-pay-'))
const clock = new TestClock()
let sandbox: Sandbox
let ear: Server
let heard: Heard[] = []
let config: WechatPayConfig
let pay: WechatPay
let openid: string
let count = 0

beforeAll(async () => {
  sandbox = await startSandbox({ dir, portBase: 0 })
  sandbox.control.moveClock(clock.now().getTime() - Date.now())
  ear = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response.end()
    })
  })
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(ear.address() as AddressInfo).port}`
  sandbox.setServerUrl(url)
  config = sandbox.env(url) as unknown as WechatPayConfig
  openid = sandbox.control.createUser().openid
})
beforeEach(() => {
  heard = []
  pay = new WechatPay(config, clock)
})
afterEach(() => sandbox.control.clearScenarios())
afterAll(async () => {
  await sandbox.stop()
  ear.close()
  rmSync(dir, { recursive: true, force: true })
})

const newOrder = () => ({
  number: `TEST${String(++count).padStart(8, '0')}`,
  amountFen: 26_800,
  description: '伴医 半天陪诊',
  openid,
  expiresAt: addMinutes(clock.now(), 15),
  attach: 'BY1',
})
const misbehave = (trick: Parameters<typeof sandbox.control.misbehave>[0]) =>
  sandbox.control.misbehave({ vendor: 'wxpay', ...trick })
async function paid() {
  const order = newOrder()
  const { prepayId } = await pay.prepay(order)
  const { problem } = sandbox.control.pay(pay.signPayment(prepayId, clock.now()))
  expect(problem).toBeUndefined()
  await sandbox.control.idle()
  return order
}
const callbackOf = (at = heard.length - 1): [Record<string, string | undefined>, Buffer] => {
  const { headers, body } = heard[at] ?? { headers: {}, body: Buffer.alloc(0) }
  return [headers as Record<string, string>, body]
}
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )
const reset = () => {
  heard = []
}

describe('paying', () => {
  test('prepay, the wallet takes our signature, query, callback', async () => {
    const order = newOrder()
    expect(await pay.queryPayment(order.number)).toMatchObject({ state: 'UNKNOWN', transactionId: null })
    const { prepayId } = await pay.prepay(order)
    expect(await pay.queryPayment(order.number)).toMatchObject({ state: 'NOTPAY', amountFen: 26_800 })
    const request = pay.signPayment(prepayId, clock.now())
    expect(sandbox.control.readPayment({ ...request, package: 'prepay_id=other' }).problem).toBe('bad-pay-sign')
    expect(sandbox.control.pay(request).problem).toBeUndefined()
    await sandbox.control.idle()
    const fact = await pay.queryPayment(order.number)
    expect(fact).toMatchObject({ state: 'SUCCESS', number: order.number, amountFen: 26_800 })
    expect(Math.abs((fact.paidAt?.getTime() ?? 0) - clock.now().getTime())).toBeLessThan(60_000)
    const callback = await pay.openCallback(...callbackOf())
    expect(callback).toMatchObject({
      type: 'payment',
      mchid: config.WXPAY_MCHID,
      appid: config.WECHAT_APPID,
      fact: { number: order.number, transactionId: fact.transactionId, amountFen: 26_800 },
    })
  })

  test('the same number with the same words gives the same answer, with others a refusal', async () => {
    const order = newOrder()
    const first = await pay.prepay(order)
    expect(await pay.prepay(order)).toEqual(first)
    const refusal = await rejection(pay.prepay({ ...order, amountFen: 1 }))
    expect(refusal).toBeInstanceOf(PayRefusal)
    expect(refusal).toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', requestCode: '268498688', httpStatus: 400 })
  })

  test('close: open, closed, unknown and paid ones', async () => {
    const order = newOrder()
    await pay.prepay(order)
    expect(await pay.closePayment(order.number)).toBe(true)
    expect(await pay.closePayment(order.number)).toBe(true)
    expect(await pay.closePayment('NEVERSEEN01')).toBe(true)
    expect(await rejection(pay.prepay(order))).toMatchObject({ vendorCode: 'ORDER_CLOSED' })
    const other = await paid()
    expect(await pay.closePayment(other.number)).toBe(false)
    expect(await rejection(pay.prepay(other))).toMatchObject({ vendorCode: 'ORDERPAID' })
  })
})

describe('an answer that is not proven is no answer', () => {
  test.each(['wrong-signature', 'unsigned', 'wrong-serial', 'clock-skew', 'signtest'] as const)('%s', async (trick) => {
    const order = newOrder()
    misbehave({ do: trick })
    const error = await rejection(pay.prepay(order))
    expect(error).toBeInstanceOf(OutsideUnavailable)
    expect(error).toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', isOutcomeUnknown: true })
    expect(await pay.prepay(order)).toHaveProperty('prepayId')
  })

  test('a close that is not proven (204, empty body) is not taken for one', async () => {
    const order = newOrder()
    await pay.prepay(order)
    misbehave({ do: 'wrong-signature', action: '/v3/pay/transactions/out-trade-no' })
    expect(await rejection(pay.closePayment(order.number))).toBeInstanceOf(OutsideUnavailable)
  })
})

describe('a provider that stumbles', () => {
  test.each([
    { do: 'error' as const, status: 500 },
    { do: 'error' as const, status: 429 },
    { do: 'close' as const },
    { do: 'close-after-commit' as const },
    { do: 'delay' as const, ms: 300 },
  ])('%o, then success under the same number', async (trick) => {
    misbehave(trick)
    const order = newOrder()
    expect(await pay.prepay(order)).toHaveProperty('prepayId')
    expect(sandbox.control.orders().filter(({ out_trade_no: number }) => number === order.number)).toHaveLength(1)
  })

  test('silence ends after five seconds, and the next try succeeds', async () => {
    misbehave({ do: 'hang-after-commit' })
    expect(await pay.prepay(newOrder())).toHaveProperty('prepayId')
  }, 15_000)

  test('three failures are enough, and a refusal is not repeated', async () => {
    const order = newOrder()
    const asked = () =>
      sandbox.control.log({ vendor: 'wxpay' }).filter(({ subjects }) => subjects.includes(order.number)).length
    misbehave({ do: 'error', status: 500, count: 0 })
    expect(await rejection(pay.prepay(order))).toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', isOutcomeUnknown: true })
    expect(asked()).toBe(3)
    sandbox.control.clearScenarios()
    misbehave({ do: 'error', status: 403, code: 'RULE_LIMIT' })
    expect(await rejection(pay.prepay(order))).toMatchObject({ vendorCode: 'RULE_LIMIT', httpStatus: 403 })
    expect(asked()).toBe(4)
  })

  test('nobody there', async () => {
    const nobody = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => nobody.once('listening', resolve))
    const url = `http://127.0.0.1:${(nobody.address() as AddressInfo).port}`
    await new Promise((resolve) => nobody.close(resolve))
    const error = await rejection(new WechatPay({ ...config, WXPAY_API_URL: url }, clock).queryPayment('ANYTHING01'))
    expect(error).toMatchObject({
      code: 'OUTSIDE_UNAVAILABLE',
      isOutcomeUnknown: false,
      detail: 'query payment: ECONNREFUSED',
    })
  })

  test('a wrong key is told as a refusal without secrets or personal data', async () => {
    const error = await rejection(new WechatPay({ ...config, WXPAY_MCH_SERIAL: 'ABCDEF' }, clock).prepay(newOrder()))
    expect(error).toMatchObject({ vendorCode: 'SIGN_ERROR', httpStatus: 401 })
    const { message, detail, stack } = error as PayRefusal
    for (const text of [message, detail, stack])
      for (const secret of [openid, config.WXPAY_APIV3_KEY, 'PRIVATE', 'signature=', 'TEST0000'])
        expect(text).not.toContain(secret)
  })
})

describe('refunds', () => {
  test('in parts, the same number once, and told by callback', async () => {
    const order = await paid()
    const wish = {
      refundNumber: `R${order.number}`,
      number: order.number,
      refundFen: 10_000,
      totalFen: 26_800,
      reason: '改'.repeat(200),
    }
    expect(await pay.queryRefund(wish.refundNumber)).toBeNull()
    reset()
    const first = await pay.refund(wish)
    expect(first).toMatchObject({ refundNumber: wish.refundNumber, state: 'PROCESSING', refundFen: 10_000 })
    expect(first.createdAt).toBeInstanceOf(Date)
    await sandbox.control.callback(
      ({ event, subject, state }) => event === 'REFUND.SUCCESS' && subject === order.number && state === 'done',
    )
    expect(await pay.refund(wish)).toMatchObject({ refundId: first.refundId, state: 'SUCCESS' })
    expect(await pay.queryRefund(wish.refundNumber)).toMatchObject({
      state: 'SUCCESS',
      refundFen: 10_000,
      at: expect.any(Date) as Date,
    })
    expect(await pay.openCallback(...callbackOf())).toMatchObject({
      type: 'refund',
      mchid: config.WXPAY_MCHID,
      fact: { refundNumber: wish.refundNumber, number: order.number, state: 'SUCCESS', refundFen: 10_000 },
    })
    expect(
      await rejection(pay.refund({ ...wish, refundNumber: `${wish.refundNumber}b`, refundFen: 16_801 })),
    ).toMatchObject({ vendorCode: 'INVALID_REQUEST' })
    expect(await pay.queryPayment(order.number)).toMatchObject({ state: 'REFUND' })
  })

  test.each([
    ['refund-abnormal', 'ABNORMAL'],
    ['refund-closed', 'CLOSED'],
  ] as const)('%s', async (trick, state) => {
    const order = await paid()
    misbehave({ do: trick })
    const wish = {
      refundNumber: `R${order.number}`,
      number: order.number,
      refundFen: 26_800,
      totalFen: 26_800,
      reason: '',
    }
    await pay.refund(wish)
    await sandbox.control.callback(
      ({ event, subject, state: at }) => event === `REFUND.${state}` && subject === order.number && at === 'done',
    )
    expect(await pay.queryRefund(wish.refundNumber)).toMatchObject({ state, at: null })
    expect(await pay.openCallback(...callbackOf())).toMatchObject({ type: 'refund', fact: { state } })
  })
})

describe('callbacks that are not true', () => {
  test.each(['forged', 'wrong-serial', 'clock-skew', 'signtest'] as const)(
    '%s is refused, the true one after it is not',
    async (trick) => {
      misbehave({ on: 'callback', do: trick })
      const order = await paid()
      await sandbox.control.callback(
        ({ subject, state, attempts }) => subject === order.number && state === 'pending' && attempts === 1,
      )
      expect(heard).toHaveLength(1)
      expect(await rejection(pay.openCallback(...callbackOf()))).toMatchObject({
        code: 'FORBIDDEN',
        message: '来源无法确认',
      })
      await sandbox.control.callback(({ subject, state }) => subject === order.number && state === 'done')
      expect(await pay.openCallback(...callbackOf())).toMatchObject({ type: 'payment', fact: { number: order.number } })
    },
  )

  test('one byte changed, a header missing, five minutes later, sealed with another key', async () => {
    await paid()
    const [headers, body] = callbackOf()
    const changed = Buffer.from(body)
    changed[changed.length - 5] = (changed[changed.length - 5] ?? 0) ^ 1
    for (const [h, b] of [
      [headers, changed],
      [headers, Buffer.alloc(0)],
      [{ ...headers, 'wechatpay-signature': undefined }, body],
      [{ ...headers, 'wechatpay-timestamp': 'NaN' }, body],
    ] as const) {
      expect(await rejection(pay.openCallback(h, b))).toMatchObject({ code: 'FORBIDDEN' })
    }
    const later = new TestClock(addMinutes(clock.now(), 6))
    expect(await rejection(new WechatPay(config, later).openCallback(headers, body))).toMatchObject({
      code: 'FORBIDDEN',
    })
    const otherKey = new WechatPay({ ...config, WXPAY_APIV3_KEY: 'x'.repeat(32) }, clock)
    expect(await rejection(otherKey.openCallback(headers, body))).toMatchObject({
      code: 'FORBIDDEN',
      detail: 'callback: sealed with another key',
    })
  })
})

describe('certificate mode', () => {
  const certificateMode = (): WechatPay =>
    new WechatPay({ ...config, WXPAY_PUBLIC_KEY_ID: '', WXPAY_PUBLIC_KEY: '' }, clock)
  const certificatesAsked = () =>
    sandbox.control.log({ vendor: 'wxpay' }).filter(({ target }) => target.startsWith('/v3/certificates')).length
  beforeAll(() => void sandbox.control.changeSettings({ wxpaySigning: 'certificate' }))
  afterAll(() => void sandbox.control.changeSettings({ wxpaySigning: 'public-key' }))

  test('certificates are fetched when a serial is unknown, once', async () => {
    const before = certificatesAsked()
    pay = certificateMode()
    const order = await paid()
    expect(await pay.queryPayment(order.number)).toMatchObject({ state: 'SUCCESS' })
    expect(await pay.openCallback(...callbackOf())).toMatchObject({ type: 'payment', fact: { number: order.number } })
    expect(certificatesAsked()).toBe(before + 1)
  })

  test('forged serials do not make us ask again and again', async () => {
    pay = certificateMode()
    const order = newOrder()
    await pay.prepay(order)
    const before = certificatesAsked()
    for (let i = 0; i < 3; i++) {
      misbehave({ do: 'wrong-serial', action: '/v3/pay' })
      expect(await rejection(pay.queryPayment(order.number))).toBeInstanceOf(OutsideUnavailable)
    }
    expect(certificatesAsked()).toBe(before)
  })

  test('a callback under an unknown certificate is refused at once and believed when it is told again', async () => {
    await paid()
    const fresh = certificateMode()
    expect(await rejection(fresh.openCallback(...callbackOf()))).toMatchObject({
      code: 'FORBIDDEN',
      detail: 'callback: unknown-serial',
    })
    await expect.poll(() => rejection(fresh.openCallback(...callbackOf()))).toBeNull()
  })

  test('certificates sealed with another APIv3 key are not taken', async () => {
    const error = await rejection(
      new WechatPay({ ...config, WXPAY_PUBLIC_KEY_ID: '', WXPAY_APIV3_KEY: 'y'.repeat(32) }, clock).prepay(newOrder()),
    )
    expect(error).not.toBeNull()
  })

  test('the go-live check works', async () => {
    expect(await rejection(certificateMode().checkGoLive())).toBeNull()
  })
})

describe('go-live check', () => {
  test('one call proves keys and encryption, and its callback can be opened', async () => {
    await pay.checkGoLive()
    await sandbox.control.idle()
    expect(await pay.openCallback(...callbackOf())).toMatchObject({ type: 'other', event: 'SECURITY_ECHO.SUCCESS' })
  })
  test('a wrong public key is found', async () => {
    const wrong = { ...config, WXPAY_PUBLIC_KEY: sandbox.keys.wxpay.merchantPublicKey }
    expect(await rejection(new WechatPay(wrong, clock).checkGoLive())).not.toBeNull()
  })
})

describe('the bills', () => {
  test('not before it is made; then every payment and refund to the fen', async () => {
    const order = await paid()
    const refundNumber = `R${order.number}`
    await pay.refund({ refundNumber, number: order.number, refundFen: 101, totalFen: 26_800, reason: '部分退款' })
    const day = shanghaiDay(clock.now())
    expect(await rejection(pay.tradeBill(day))).toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    expect(await rejection(pay.tradeBill('2020-01-01'))).toMatchObject({ code: 'INVALID' })
    sandbox.control.changeSettings({ billsReadyAtOnce: true })
    const rows = [...(await pay.tradeBill(day)).rows]
    expect(rows.find(({ number, refundNumber: none }) => number === order.number && none === null)).toMatchObject({
      amountFen: 26_800,
      refundFen: 0,
      state: 'SUCCESS',
    })
    expect(rows.find((row) => row.refundNumber === refundNumber)).toMatchObject({
      number: order.number,
      refundFen: 101,
      amountFen: 0,
    })
    expect(await pay.tradeBill('2026-11-01')).toEqual({ hash: null, rows: [] })
  })

  test('a file whose hash differs is not read', async () => {
    await paid()
    const proxy = createServer((request, response) => {
      const target = new URL(request.url ?? '/', config.WXPAY_API_URL)
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !['host', 'connection'].includes(name)),
      ) as Record<string, string>
      void fetch(target, { headers }).then(async (answer) => {
        const bytes = Buffer.from(await answer.arrayBuffer())
        const isFile = target.pathname === '/v3/billdownload/file'
        response.writeHead(
          answer.status,
          Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('wechatpay'))),
        )
        response.end(isFile ? (await import('node:zlib')).gzipSync('changed') : bytes)
      })
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
      const error = await rejection(
        new WechatPay({ ...config, WXPAY_API_URL: url }, clock).tradeBill(shanghaiDay(clock.now())),
      )
      expect(error).toMatchObject({ detail: 'bill file: hash differs' })
    } finally {
      proxy.close()
    }
  })
})

describe('transfers', () => {
  const newTransfer = (wish: Partial<Parameters<WechatPay['transfer']>[0]> = {}) => ({
    number: `TR${String(++count).padStart(10, '0')}`,
    amountFen: 12_345,
    openid: sandbox.control.createUser().openid,
    userName: '王秀珍',
    remark: '陪诊报酬',
    scene: 'commission' as const,
    ...wish,
  })
  const rich = async () => {
    for (let i = 0; i < 20; i++) await paid()
  }

  test('sent with a sealed name, confirmed in WeChat, told by a callback and by asking', async () => {
    await rich()
    const transfer = newTransfer({ amountFen: 250_000 })
    const sent = await pay.transfer(transfer)
    expect(sent).toMatchObject({ number: transfer.number, state: 'WAIT_USER_CONFIRM' })
    expect(await pay.transfer(transfer)).toMatchObject({ billNumber: sent.billNumber, packageInfo: sent.packageInfo })
    const { problem } = sandbox.control.confirmTransfer(pay.confirmationOf(sent.packageInfo ?? ''))
    expect(problem).toBeUndefined()
    clock.advance({ minutes: 1 })
    sandbox.control.moveClock(clock.now().getTime() - Date.now())
    await sandbox.control.idle()
    const told = await pay.openCallback(...callbackOf())
    expect(told).toMatchObject({
      type: 'transfer',
      mchid: config.WXPAY_MCHID,
      fact: { number: transfer.number, state: 'SUCCESS', amountFen: 250_000 },
    })
    expect(await pay.queryTransfer(transfer.number)).toMatchObject({ state: 'SUCCESS', changedAt: expect.any(Date) })
  })

  test('both scenes are taken; without a name below ¥2000', async () => {
    const transfer = newTransfer({ scene: 'compensation', userName: null, remark: '赔付'.repeat(30) })
    expect(await pay.transfer(transfer)).toMatchObject({ state: 'WAIT_USER_CONFIRM' })
  })

  test('called off, and asked after when nobody ever sent it', async () => {
    const transfer = newTransfer()
    await pay.transfer(transfer)
    expect((await pay.cancelTransfer(transfer.number)).state).toMatch(/^CANCEL/)
    expect(await pay.queryTransfer('TRNEVERSENT01')).toBeNull()
    misbehave({ do: 'error', status: 404, code: 'SOMETHING_ELSE', action: '/v3/fund-app' })
    expect(await rejection(pay.queryTransfer('TRNEVERSENT01'))).toBeInstanceOf(PayRefusal)
  })

  test('the answer was lost: the same number gives the same bill, other words are refused', async () => {
    const transfer = newTransfer()
    misbehave({ do: 'close-after-commit', action: '/v3/fund-app' })
    const sent = await pay.transfer(transfer)
    expect(await pay.queryTransfer(transfer.number)).toMatchObject({ billNumber: sent.billNumber })
    expect(await rejection(pay.transfer({ ...transfer, amountFen: 1_000 }))).toBeInstanceOf(PayRefusal)
  })
})

describe('an abnormal refund', () => {
  for (const where of [
    { to: 'user-card', bankType: 'ICBC_DEBIT', cardNumber: '6222021234567890', realName: '李晓雯' },
    { to: 'our-bank' },
  ] as const)
    test(`goes on: ${where.to}`, async () => {
      const order = await paid()
      misbehave({ do: 'refund-abnormal' })
      const refundNumber = `A${order.number}`
      await pay.refund({ refundNumber, number: order.number, refundFen: 100, totalFen: 26_800, reason: '退款' })
      clock.advance({ minutes: 1 })
      sandbox.control.moveClock(clock.now().getTime() - Date.now())
      await sandbox.control.idle()
      const fact = await pay.queryRefund(refundNumber)
      expect(fact?.state).toBe('ABNORMAL')
      expect(await pay.applyAbnormalRefund({ refundId: fact?.refundId ?? '', refundNumber, ...where })).toMatchObject({
        refundNumber,
        state: 'PROCESSING',
      })
    })
})

describe('the fund flow', () => {
  test('every movement with our number and the balance after it', async () => {
    sandbox.control.changeSettings({ billsReadyAtOnce: true })
    const order = await paid()
    const rows = [...(await pay.fundBill(shanghaiDay(clock.now()))).rows]
    expect(rows.find(({ ourNumber, business }) => ourNumber === order.number && business === '交易')).toMatchObject({
      amountFen: 26_800,
    })
    expect(rows.at(-1)?.balanceFen).toBe(sandbox.control.books().merchantFen)
  })
})
