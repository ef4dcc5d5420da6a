/** Published vectors and properties: code that no one here wrote is the judge. */
import fc from 'fast-check'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openField, openResource, sealField } from './sealed.ts'
import { authorizationOf, paySignOf } from './sign-request.ts'
import { fenOf, nearFenOf } from './bill-file.ts'
import { readFundBill, readTradeBill } from './bills.ts'
import { checkFrame, hasTrueSignature, signedMessage } from './verify.ts'

interface Vector {
  serial: string
  timestamp: string
  nonce: string
  body: string
  signature: string
  certificatePem: string
}
const vector = JSON.parse(readFileSync(new URL('./callback-vector.json', import.meta.url), 'utf8')) as Vector
const headersOf = (name: string): string | undefined =>
  ({
    'wechatpay-timestamp': vector.timestamp,
    'wechatpay-nonce': vector.nonce,
    'wechatpay-signature': vector.signature,
    'wechatpay-serial': vector.serial,
  })[name]

describe('signature of a callback (wechatpay-go notify_test)', () => {
  const key = new X509Certificate(vector.certificatePem).publicKey
  const at = new Date(Number(vector.timestamp) * 1000)
  const message = signedMessage(headersOf, Buffer.from(vector.body))

  test('verifies', () => {
    expect(checkFrame(message, at)).toBe('ok')
    expect(message && hasTrueSignature(message, key)).toBe(true)
  })
  test('does not verify when anything differs', () => {
    if (!message) throw new Error('no message')
    for (const change of [
      { nonce: 'x' },
      { timestamp: '1624523847' },
      { body: Buffer.from(`${vector.body} `) },
      { signature: 'AAAA' },
      { signature: '' },
    ]) {
      expect(hasTrueSignature({ ...message, ...change }, key)).toBe(false)
    }
  })
  test('is old five minutes later, and unknown five minutes before', () => {
    expect(checkFrame(message, new Date(at.getTime() + 299_000))).toBe('ok')
    expect(checkFrame(message, new Date(at.getTime() + 300_000))).toBe('clock-skew')
    expect(checkFrame(message, new Date(at.getTime() - 300_000))).toBe('clock-skew')
  })
  test('a probe is refused and a missing header is seen', () => {
    expect(message && checkFrame({ ...message, signature: `WECHATPAY/SIGNTEST/${vector.signature}` }, at)).toBe(
      'signtest-probe',
    )
    expect(
      checkFrame(
        signedMessage(() => undefined, Buffer.alloc(0)),
        at,
      ),
    ).toBe('missing-header')
  })
})

describe('encryption', () => {
  test('AES-256-GCM (wechatpay-java)', () => {
    const sealed = {
      ciphertext: 'ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=',
      nonce: 'uluk4a9R25RW',
      associated_data: 'associatedData',
    }
    expect(openResource('a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb', sealed)).toBe('message')
    expect(() => openResource('a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb', { ...sealed, associated_data: 'x' })).toThrow(
      'authenticate',
    )
    expect(() => openResource('b7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb', sealed)).toThrow('authenticate')
    expect(() => openResource('short', sealed)).toThrow('32 bytes')
    expect(() => openResource('a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb', { ...sealed, ciphertext: '' })).toThrow('too short')
  })
  test('fields come back (RSA-OAEP, SHA-1)', () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    expect(openField(privateKey, sealField(publicKey, '张三丰'))).toBe('张三丰')
  })
})

test('what we sign is what WeChat Pay describes, byte for byte', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { verify } = await import('node:crypto')
  const merchant = { mchid: '1900000109', serial: 'ABC', privateKey }
  const header = authorizationOf(merchant, {
    method: 'GET',
    target: '/v3/x?mchid=1',
    body: '',
    timestamp: 1554208460,
    nonce: 'N',
  })
  const signature = /signature="([^"]+)"/.exec(header)?.[1] ?? ''
  expect(header).toMatch(
    /^WECHATPAY2-SHA256-RSA2048 mchid="1900000109",nonce_str="N",timestamp="1554208460",serial_no="ABC",signature="/,
  )
  expect(
    verify(
      'RSA-SHA256',
      Buffer.from('GET\n/v3/x?mchid=1\n1554208460\nN\n\n'),
      publicKey,
      Buffer.from(signature, 'base64'),
    ),
  ).toBe(true)
  const paySign = paySignOf(merchant, { appId: 'wx1', timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p' })
  expect(verify('RSA-SHA256', Buffer.from('wx1\n1\nn\nprepay_id=p\n'), publicKey, Buffer.from(paySign, 'base64'))).toBe(
    true,
  )
})

describe('bills', () => {
  const TRADE =
    '\uFEFF交易时间,商户订单号,微信订单号,交易状态,订单金额,商户退款单号,微信退款单号,申请退款金额,退款状态,商品名称,手续费'
  const TRADE_SUMMARY = '总交易单数,应结订单总金额'
  const FUND =
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号'
  const FUND_SUMMARY = '资金流水总笔数,收入笔数'
  const trade = (text: string) => [...readTradeBill(Buffer.from(text))]
  const fund = (text: string) => [...readFundBill(Buffer.from(text))]
  const unreadable = (why: string) => expect.objectContaining({ detail: `bill: ${why}` })

  test('yuan become fen without floating point, whatever the amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        (fen) => fenOf((fen / 100).toFixed(2)) === fen && nearFenOf((fen / 100).toFixed(5)) === fen,
      ),
    )
    expect(fenOf('268')).toBe(26_800)
    expect(fenOf('0.1')).toBe(10)
    expect(fenOf('1.50000')).toBe(150)
    expect(nearFenOf('1.60800')).toBe(161)
    for (const text of ['', 'abc', '1.234', '1e5', '１.00', '1,000.00'])
      expect(() => fenOf(text)).toThrow(unreadable('not an amount'))
  })
  test('values may hold commas; columns are found by name; the number of rows must be the announced one', () => {
    const row = '`2026-11-23 09:00:00,`P1,`T1,`SUCCESS,`268.00,`0,`0,`0.00,`,`伴医 半天陪诊, 含轮椅,`1.61000'
    const refund = '`2026-11-23 09:00:01,`P1,`T1,`REFUND,`0.00,`R1,`W1,`1.01,`PROCESSING,`伴医,`-0.01000'
    const text = [TRADE, row, refund, TRADE_SUMMARY, '`2,`268.00', ''].join('\r\n')
    const both = { number: 'P1', transactionId: 'T1' }
    const payment = { refundNumber: null, refundId: null, state: 'SUCCESS', amountFen: 26_800, refundFen: 0 }
    const back = { refundNumber: 'R1', refundId: 'W1', state: 'PROCESSING', amountFen: 0, refundFen: 101 }
    expect(trade(text)).toEqual([
      { lineNumber: 1, at: new Date('2026-11-23T01:00:00Z'), ...both, ...payment, feeFen: 161 },
      { lineNumber: 2, at: new Date('2026-11-23T01:00:01Z'), ...both, ...back, feeFen: -1 },
    ])
    expect(() => trade(text.replace(`${refund}\r\n`, ''))).toThrow(unreadable('the summary counts other rows'))
    expect(() => trade(text.replace('订单金额', '金额'))).toThrow(unreadable('no column 订单金额'))
    expect(() => trade(text.replace('2026-11-23 09', '23/11/2026 09'))).toThrow(unreadable('not a time'))
    expect(() => trade(`${TRADE}\r\n${row}`)).toThrow(unreadable('no summary'))
    expect(() => trade('')).toThrow(unreadable('no summary'))
  })
  test('the fund flow: what went out is negative, whatever brackets its header has', () => {
    const rows = [
      '`2026-11-23 09:00:00,`T1,`9001,`交易,`交易,`收入,`268.00,`268.00,`1900000109,`,`P1',
      '`2026-11-23 09:00:00,`T1,`9002,`扣除交易手续费,`扣除交易手续费,`支出,`1.61,`266.39,`1900000109,`,`P1',
    ]
    const text = [FUND, ...rows, FUND_SUMMARY, '`2,`1', ''].join('\r\n')
    const at = new Date('2026-11-23T01:00:00Z')
    const both = { at, providerNumber: 'T1', ourNumber: 'P1' }
    const expected = [
      { ...both, lineNumber: 1, flowNumber: '9001', business: '交易', amountFen: 26_800, balanceFen: 26_800 },
      { ...both, lineNumber: 2, flowNumber: '9002', business: '扣除交易手续费', amountFen: -161, balanceFen: 26_639 },
    ]
    expect(fund(text)).toEqual(expected)
    expect(fund(text.replaceAll('（元）', '(元)'))).toEqual(expected)
  })
})
