import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mapSig } from './map-sig.ts'
import { tc3Canonical, tc3Signature, tc3Verify } from './tc3.ts'
import { decodeBase32, totp } from './totp.ts'
import { decryptPush, encryptPush, pushSignature } from './wechat-push.ts'
import { decryptField, encryptField, openResource, sealResource } from './wxpay-crypto.ts'
import {
  answerMessage,
  parseAuthorization,
  requestMessage,
  signRsa,
  verifyRsa,
  writeAuthorization,
} from './wxpay-sign.ts'
import { selfSignedCertificate } from './x509.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })

describe('WeChat Pay', () => {
  it('verifies the published callback (wechatpay-go) and refuses it with one byte changed', () => {
    const file = new URL('./testdata/wxpay-verify-vector.json', import.meta.url)
    const vector = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
    const key = createPublicKey(vector.certificatePem ?? '')
    const verify = (body: string) =>
      verifyRsa(answerMessage(vector.timestamp ?? '', vector.nonce ?? '', body), vector.signature ?? '', key)
    expect(verify(vector.body ?? '')).toBe(true)
    expect(verify(`${vector.body} `)).toBe(false)
  })

  it('opens the published resource (wechatpay-java) and what it sealed itself', () => {
    const sealed = {
      ciphertext: 'ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI=',
      nonce: 'uluk4a9R25RW',
      associated_data: 'associatedData',
    }
    expect(openResource('a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb', sealed)).toBe('message')
    const key = 'k'.repeat(32)
    expect(openResource(key, sealResource(key, '{"名":"王兰"}', 'transaction'))).toBe('{"名":"王兰"}')
    expect(() => openResource(key, { ...sealResource(key, 'x', 'refund'), associated_data: 'transaction' })).toThrow(
      /authenticate/,
    )
  })

  it('encrypts single fields', () => {
    expect(decryptField(pair.privateKey, encryptField(pair.publicKey, '张三'))).toBe('张三')
  })

  it('reads Authorization in any order and nothing else', () => {
    const fields = { mchid: '1', nonce_str: 'n', timestamp: '2', serial_no: 'AB', signature: 'c2ln==' }
    expect(parseAuthorization(writeAuthorization(fields))).toEqual(fields)
    const swapped = 'WECHATPAY2-SHA256-RSA2048 signature="c2ln==",serial_no="AB",timestamp="2",nonce_str="n",mchid="1"'
    expect(parseAuthorization(swapped)).toEqual(fields)
    expect(parseAuthorization(swapped.replace('nonce_str="n",', ''))).toBeUndefined()
    expect(parseAuthorization('Bearer x')).toBeUndefined()
    expect(parseAuthorization(undefined)).toBeUndefined()
  })

  it('signs a GET over an empty line', () => {
    const message = requestMessage('GET', '/v3/certificates', '1', 'n', '')
    expect(message.toString()).toBe('GET\n/v3/certificates\n1\nn\n\n')
    expect(verifyRsa(message, signRsa(message, pair.privateKey), pair.publicKey)).toBe(true)
  })
})

describe('WeChat message push, official vectors', () => {
  it('signs', () => {
    expect(pushSignature('AAAAA', '1714036504', '1514711492')).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696')
    expect(pushSignature('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78')
  })

  it('encrypts and decrypts', () => {
    const key = 'A'.repeat(43)
    const appid = 'wxba5fad812f8e6fb9'
    const encrypted = encryptPush(key, appid, '{"demo_resp":"good luck"}', '707722b803182950')
    expect(encrypted).toBe('ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==')
    expect(pushSignature('AAAAA', '1713424427', '415670741', encrypted)).toBe(
      '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
    )
    const demo =
      '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='
    expect(pushSignature('AAAAA', '1714112445', '415670741', demo)).toBe('046e02f8204d34f8ba5fa3b1db94908f3df2e9b3')
    const opened = decryptPush(key, demo)
    expect(opened.appid).toBe(appid)
    expect(JSON.parse(opened.message)).toMatchObject({ Event: 'debug_demo', debug_str: 'hello world' })
  })
})

describe('TC3, official vectors', () => {
  const payload = String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    host: 'cvm.tencentcloudapi.com',
    'x-tc-action': 'DescribeInstances',
  }
  const timestamp = 1551113065
  const sign = (signedHeaders: string, secretKey: string) =>
    tc3Signature({ secretKey, service: 'cvm', timestamp, canonical: tc3Canonical({ signedHeaders, headers, payload }) })

  it('signs', () => {
    expect(sign('content-type;host', 'Gu5t9xGARNpq86cd98joQYCN3*******')).toBe(
      '2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c',
    )
    expect(sign('content-type;host', ['Gu5t9xGARNpq86cd', '98joQYCN3EXAMPLE'].join(''))).toBe(
      '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
    )
    expect(sign('content-type;host;x-tc-action', '*'.repeat(32))).toBe(
      '10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f',
    )
  })

  it('verifies with and without the port of the host, and refuses the rest', () => {
    const signature = sign('content-type;host', 'key')
    const authorization = `TC3-HMAC-SHA256 Credential=AKIDx/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=${signature}`
    const verdict = (change: Record<string, string> = {}, body = payload, nowSec = timestamp) =>
      tc3Verify({
        headers: { ...headers, authorization, 'x-tc-timestamp': String(timestamp), ...change },
        payload: Buffer.from(body),
        path: '/',
        query: '',
        nowSec,
        secretOf: (id) => (id === 'AKIDx' ? 'key' : undefined),
      })
    expect(verdict()).toBe('OK')
    expect(verdict({ host: 'cvm.tencentcloudapi.com:9103' })).toBe('OK')
    expect(verdict({}, `${payload} `)).toBe('AuthFailure.SignatureFailure')
    expect(verdict({ host: 'evil.example' })).toBe('AuthFailure.SignatureFailure')
    expect(verdict({}, payload, timestamp + 301)).toBe('AuthFailure.SignatureExpire')
    expect(verdict({ 'x-tc-timestamp': 'soon' })).toBe('AuthFailure.SignatureExpire')
    expect(verdict({ authorization: authorization.replace('AKIDx', 'AKIDy') })).toBe('AuthFailure.SecretIdNotFound')
    expect(verdict({ authorization: authorization.replace('content-type;host', 'host') })).toBe(
      'AuthFailure.SignatureFailure',
    )
    expect(verdict({ authorization: 'Basic x' })).toBe('AuthFailure.InvalidAuthorization')
  })
})

it('map SN signature', () => {
  const key = 'AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF'
  expect(mapSig('/ws/geocoder/v1', { key, location: '28.7033487,115.8660847' }, 'TESTSK')).toBe(
    'b222f8196376bacca4094005884344cc',
  )
  expect(mapSig('/ws/geocoder/v1', { key, address: '北京市海淀区' }, 'TESTSK')).toBe('f387918268832c2b294cb420a2205fa7')
})

it('TOTP, RFC 6238 appendix B', () => {
  const secret = decodeBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(secret.toString()).toBe('12345678901234567890')
  expect([59, 1111111109, 1234567890, 20000000000].map((now) => totp(secret, now, 8))).toEqual([
    '94287082',
    '07081804',
    '89005924',
    '65353130',
  ])
})

it('makes a certificate that node can read and that verifies itself', () => {
  const serialHex = '5A4DB0C0'.padEnd(40, '7')
  const pem = selfSignedCertificate({
    ...pair,
    serialHex,
    organisation: 'Banyi Sandbox',
    commonName: '沙盒',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2031-01-01T00:00:00Z'),
  })
  const certificate = new X509Certificate(pem)
  expect(certificate.serialNumber).toBe(serialHex)
  expect(certificate.subject).toBe('O=Banyi Sandbox\nCN=沙盒')
  expect(certificate.verify(pair.publicKey)).toBe(true)
  expect(certificate.validTo).toBe('Jan  1 00:00:00 2031 GMT')
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
  expect(certificate.verify(stranger.publicKey)).toBe(false)
})
