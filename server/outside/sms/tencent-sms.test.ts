import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../../sandbox/index.ts'
import { TestClock } from '../../core/clock.ts'
import { OutsideUnavailable } from '../outside-error.ts'
import { tc3Authorization } from './tc3.ts'
import { TencentSms, type SmsConfig } from './tencent-sms.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'banyi-sms-'))
const clock = new TestClock()
const PHONE = '13800138000'
let sandbox: Sandbox
let config: SmsConfig
let sms: TencentSms

beforeAll(async () => {
  sandbox = await startSandbox({ dir, portBase: 0 })
  sandbox.control.moveClock(clock.now().getTime() - Date.now())
  const env = sandbox.env('http://127.0.0.1:1')
  config = {
    ...(env as unknown as SmsConfig),
    smsTemplates: JSON.parse(env['SMS_TEMPLATES'] ?? '{}') as Record<string, string>,
  }
  sms = new TencentSms(config, clock)
})
afterEach(() => {
  sandbox.control.clearScenarios()
  sandbox.control.changeSettings({ smsLimits: false })
})
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})
const misbehave = (trick: Parameters<typeof sandbox.control.misbehave>[0]) =>
  sandbox.control.misbehave({ vendor: 'tencent-cloud', ...trick })
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )
const code = (phone = PHONE) => sms.send({ phone, template: 'login-code', params: ['123456', '5'], context: 'x' })

test('a code reaches the phone', async () => {
  expect(await code()).toMatchObject({ status: 'sent', serial: expect.any(String) as string })
  expect(sandbox.control.inbox({ phone: PHONE })[0]?.text).toBe(
    '您的验证码为123456，5分钟内有效。如非本人操作，请忽略本短信。',
  )
})

test('what the number will not get is refused, with the reason', async () => {
  expect(await sms.send({ phone: '12345678901', template: 'login-code', params: ['1', '5'], context: '' })).toEqual({
    status: 'refused',
    reason: 'InvalidParameterValue.IncorrectPhoneNumber',
  })
  sandbox.control.changeSettings({ smsLimits: true })
  await code('13900000001')
  expect(await rejection(code('13900000001'))).toMatchObject({
    code: 'OUTSIDE_UNAVAILABLE',
    detail: 'SendSms: LimitExceeded.PhoneNumberThirtySecondLimit',
    isOutcomeUnknown: false,
  })
})

test('faults of ours are no fault of the number', async () => {
  expect(
    await rejection(sms.send({ phone: PHONE, template: 'login-code', params: ['not digits', '5'], context: '' })),
  ).toMatchObject({ vendorCode: 'InvalidParameterValue.TemplateParameterFormatError' })
  expect(await rejection(sms.send({ phone: PHONE, template: 'nothing', params: [], context: '' }))).toMatchObject({
    message: 'SMS_TEMPLATES has no "nothing"',
  })
  const wrong = new TencentSms({ ...config, TENCENT_SECRET_KEY: 'wrong-key' }, clock)
  const error = (await rejection(
    wrong.send({ phone: PHONE, template: 'login-code', params: ['1', '5'], context: '' }),
  )) as Error
  expect(error).toMatchObject({ vendorCode: 'AuthFailure.SignatureFailure' })
  expect(error.stack).not.toContain(PHONE)
  const later = new TencentSms(config, new TestClock('2027-01-01T00:00:00Z'))
  expect(
    await rejection(later.send({ phone: PHONE, template: 'login-code', params: ['1', '5'], context: '' })),
  ).toMatchObject({ vendorCode: 'AuthFailure.SignatureExpire' })
})

describe('a vendor that stumbles', () => {
  test('busy is tried again, nothing is sent twice', async () => {
    misbehave({ do: 'error', status: 429 })
    expect(await code()).toMatchObject({ status: 'sent' })
    const before = sandbox.control.inbox({ phone: PHONE }).length
    misbehave({ do: 'close-after-commit' })
    const error = await rejection(code())
    expect(error).toBeInstanceOf(OutsideUnavailable)
    expect(error).toMatchObject({ isOutcomeUnknown: true })
    expect(sandbox.control.inbox({ phone: PHONE })).toHaveLength(before + 1)
    misbehave({ do: 'error' })
    expect(await rejection(code())).toMatchObject({ isOutcomeUnknown: true, detail: 'SendSms: InternalError' })
  })
})

/** printed in the vendor's documents */
describe('TC3 vectors', () => {
  const payload = String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`
  const base = {
    secretId: 'AKIDEXAMPLE',
    service: 'cvm',
    host: 'cvm.tencentcloudapi.com',
    action: 'DescribeInstances',
    payload,
    timestamp: 1_551_113_065,
    contentType: 'application/json; charset=utf-8',
  }
  test.each([
    ['Gu5t9xGARNpq86cd98joQYCN3EXAMPLE', false, '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168'],
    ['Gu5t9xGARNpq86cd98joQYCN3*******', false, '2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c'],
    ['*'.repeat(32), true, '10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f'],
  ])('%s', (secretKey, signsAction, signature) => {
    expect(tc3Authorization({ ...base, secretKey, signsAction }).signature).toBe(signature)
  })
})
