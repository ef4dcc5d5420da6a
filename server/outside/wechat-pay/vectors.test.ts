/** Published vectors and properties: code that no one here wrote is the judge. */
import fc from 'fast-check'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openField, openResource, sealField } from './sealed.ts'
import { authorizationOf, paySignOf } from './sign-request.ts'
import { fenOf, parseTradeBill } from './trade-bill.ts'
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
  const HEADER = '\uFEFF交易时间,商户订单号,微信订单号,交易状态,订单金额,商户退款单号,申请退款金额,退款状态,商品名称'
  const SUMMARY = '总交易单数,应结订单总金额'

  test('yuan become fen without floating point, whatever the amount', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        (fen) => fenOf((fen / 100).toFixed(2)) === fen,
      ),
    )
    expect(fenOf('268')).toBe(26_800)
    expect(fenOf('0.1')).toBe(10)
    expect(fenOf('1.50000')).toBe(150)
    for (const text of ['', 'abc', '1.234', '1e5', '１.00', '1,000.00'])
      expect(() => fenOf(text)).toThrow('not an amount')
  })
  test('values may hold commas; columns are found by name; the number of rows must be the announced one', () => {
    const row = '`2026-11-23 09:00:00,`P1,`T1,`SUCCESS,`268.00,`0,`0.00,`,`伴医 半天陪诊, 含轮椅'
    const refund = '`2026-11-23 09:00:01,`P1,`T1,`REFUND,`0.00,`R1,`1.01,`PROCESSING,`伴医'
    const text = [HEADER, row, refund, SUMMARY, '`2,`268.00', ''].join('\r\n')
    expect(parseTradeBill(text)).toEqual([
      { number: 'P1', transactionId: 'T1', refundNumber: null, state: 'SUCCESS', amountFen: 26_800, refundFen: 0 },
      { number: 'P1', transactionId: 'T1', refundNumber: 'R1', state: 'PROCESSING', amountFen: 0, refundFen: 101 },
    ])
    expect(() => parseTradeBill(text.replace(`${refund}\r\n`, ''))).toThrow('summary')
    expect(() => parseTradeBill(text.replace('订单金额', '金额'))).toThrow('column')
    expect(() => parseTradeBill(`${HEADER}\r\n${row}`)).toThrow('summary')
    expect(() => parseTradeBill('')).toThrow('summary')
  })
})
