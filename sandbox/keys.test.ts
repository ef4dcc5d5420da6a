import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ensureKeys, serverEnv } from './keys.ts'
import { isSandboxMark } from './sandbox-marks.ts'
import { portsFrom } from './server-env.ts'
import { SMS_TEMPLATES, SUBSCRIBE_TEMPLATES } from './templates.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'banyi-keys-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

it('are made once, also by two programs at the same moment, and nobody else can read them', async () => {
  const [first, second] = await Promise.all([ensureKeys(dir), ensureKeys(dir)])
  expect(second).toEqual(first)
  expect(await ensureKeys(dir)).toEqual(first)
  expect(statSync(path.join(dir, 'keys.json')).mode & 0o777).toBe(0o600)
})

it('of a folder of before there was an insurer are kept, and the insurer’s are added once', async () => {
  const old = mkdtempSync(path.join(tmpdir(), 'banyi-keys-'))
  const { insurer: _, ...before } = await ensureKeys(dir)
  writeFileSync(path.join(old, 'keys.json'), JSON.stringify(before))
  const [first, second] = await Promise.all([ensureKeys(old), ensureKeys(old)])
  expect(first).toMatchObject(before)
  expect(second.insurer).toEqual(first.insurer)
  expect(isSandboxMark(first.insurer.appSecret)).toBe(true)
  rmSync(old, { recursive: true })
})

it('have the vendors’ forms', async () => {
  const { wechat, wxpay, tencentCloud, maps } = await ensureKeys(dir)
  expect(wechat.appid).toMatch(/^wx[0-9a-f]{16}$/)
  expect(wechat.secret).toMatch(/^[0-9a-f]{32}$/)
  expect(wechat.pushAesKey).toMatch(/^[A-Za-z0-9]{43}$/)
  expect(Buffer.from(`${wechat.pushAesKey}=`, 'base64')).toHaveLength(32)
  expect(wxpay.apiV3Key).toMatch(/^[A-Za-z0-9]{32}$/)
  expect(wxpay.merchantSerial).toMatch(/^[0-9A-F]{40}$/)
  expect(tencentCloud.secretId).toMatch(/^AKID[A-Za-z0-9]{32}$/)
  expect(maps.key).toMatch(/^[A-Z0-9]{5}(-[A-Z0-9]{5}){5}$/)
  const certificate = new X509Certificate(wxpay.certificate)
  expect(certificate.serialNumber).toBe(wxpay.certificateSerial)
  expect(certificate.checkPrivateKey(createPrivateKey(wxpay.certificatePrivateKey))).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  const publicOf = (pem: string) => createPublicKey(pem).export({ type: 'spki', format: 'pem' })
  expect(publicOf(wxpay.merchantPrivateKey)).toBe(wxpay.merchantPublicKey)
  expect(publicOf(wxpay.platformPrivateKey)).toBe(wxpay.platformPublicKey)
})

it('give the server all it needs, and every value with room for a mark carries one', async () => {
  const env = serverEnv(await ensureKeys(dir), portsFrom(9100), 'http://127.0.0.1:3000')
  expect(Object.values(env).every((value) => value.length > 0)).toBe(true)
  expect(env).toMatchObject({ WXPAY_API_URL: 'http://127.0.0.1:9102', TENCENT_MAP_URL: 'http://127.0.0.1:9105' })
  const unmarked = Object.keys(env).filter((name) => !isSandboxMark(env[name] ?? ''))
  expect(unmarked.toSorted()).toEqual([
    'INSURER_URL',
    'SMS_TEMPLATES',
    'SUBSCRIBE_TEMPLATES',
    'TENCENT_MAP_URL',
    'TENCENT_SMS_URL',
    'WECHAT_API_URL',
    'WXPAY_API_URL',
    'WXPAY_MCH_PRIVATE_KEY',
    'WXPAY_NOTIFY_URL_BASE',
    'WXPAY_PUBLIC_KEY',
  ])
  const ids = [...Object.values(SMS_TEMPLATES), ...Object.values(SUBSCRIBE_TEMPLATES)].map(({ id }) => id)
  expect(ids.filter((id) => !isSandboxMark(id))).toEqual([])
  expect(JSON.parse(env.SUBSCRIBE_TEMPLATES ?? '')['visit-milestone'].fields).toMatchObject({
    patient: 'thing1',
    hospital: 'thing4',
  })
})

it.each([
  'wx1234567890abcdef',
  '1230000109',
  'AKIDz8krbsJ5yKBZQpn74WFkmLPx3',
  'PUB_KEY_ID_0111000000000001',
  'https://banyi.cn',
  '',
])('does not mistake %j for a sandbox value', (value) => expect(isSandboxMark(value)).toBe(false))
