import http from 'node:http'
import net from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CommonClient } from 'tencentcloud-sdk-nodejs-common'
import { SMS_TEMPLATES } from '../templates.ts'
import { openTestWorld, type TestWorld } from '../testing.ts'

let world: TestWorld
beforeEach(async () => {
  world = await openTestWorld()
})
afterEach(() => world.end())

/** The vendor's own client, pointed at us by address. */
function client(part: { secretKey?: string; secretId?: string; version?: string } = {}) {
  const { secretId, secretKey } = world.keys.tencentCloud
  return new CommonClient('', part.version ?? '2021-01-11', {
    credential: { secretId: part.secretId ?? secretId, secretKey: part.secretKey ?? secretKey },
    region: 'ap-guangzhou',
    profile: { httpProfile: { protocol: 'http://', endpoint: `127.0.0.1:${world.ports.tencentCloud}` } },
  })
}
const body = (part: Record<string, unknown> = {}) => ({
  PhoneNumberSet: ['+8613800138000'],
  SmsSdkAppId: world.keys.tencentCloud.smsAppId,
  SignName: world.keys.tencentCloud.smsSign,
  TemplateId: SMS_TEMPLATES['login-code']?.id,
  TemplateParamSet: ['482913', '5'],
  ...part,
})
type Status = { Code: string; SerialNo: string; PhoneNumber: string; Fee: number }
const send = async (part: Record<string, unknown> = {}) =>
  ((await client().request('SendSms', body(part))) as { SendStatusSet: Status[] }).SendStatusSet

it('delivers, and reports the delivery to the secret address', async () => {
  const [status] = await send()
  expect(status).toMatchObject({
    Code: 'Ok',
    Message: 'send success',
    Fee: 1,
    IsoCode: 'CN',
    PhoneNumber: '+8613800138000',
  })
  expect(world.control.inbox({ phone: '13800138000' })).toMatchObject([
    { channel: 'sms', title: '【伴医沙盒】', text: '您的验证码为482913，5分钟内有效。如非本人操作，请忽略本短信。' },
  ])
  await world.control.callback(({ event, state }) => event === 'sms.status' && state === 'done')
  const [heard] = world.receiver.heard
  expect(heard?.path).toBe(`/messaging/sms/status/${world.keys.tencentCloud.smsStatusSecret}`)
  expect(JSON.parse(heard?.body ?? '')).toEqual([
    expect.objectContaining({
      mobile: '13800138000',
      nationcode: '86',
      report_status: 'SUCCESS',
      errmsg: 'DELIVRD',
      sid: status?.SerialNo,
    }),
  ])
})

it('accepts the vendor’s client also under the real host name', async () => {
  class Tunnel extends http.Agent {
    override createConnection() {
      return net.connect(world.ports.tencentCloud, '127.0.0.1')
    }
  }
  const { secretId, secretKey } = world.keys.tencentCloud
  const real = new CommonClient('sms.tencentcloudapi.com', '2021-01-11', {
    credential: { secretId, secretKey },
    profile: { httpProfile: { protocol: 'http://', endpoint: 'sms.tencentcloudapi.com', agent: new Tunnel() } },
  })
  expect(await real.request('SendSms', body())).toMatchObject({ SendStatusSet: [{ Code: 'Ok' }] })
})

it.each([
  ['a wrong key', { secretKey: 'x' }, 'AuthFailure.SignatureFailure'],
  ['an unknown id', { secretId: 'AKIDx' }, 'AuthFailure.SecretIdNotFound'],
  ['another version', { version: '2019-07-11' }, 'NoSuchVersion'],
])('refuses %s', async (_name, part, code) => {
  await expect(client(part).request('SendSms', body())).rejects.toMatchObject({ code })
})

it('refuses unknown actions and unfit parameters as a whole', async () => {
  const code = async (action: string, input: object) => {
    const error: unknown = await client()
      .request(action, input)
      .catch((reason: unknown) => reason)
    return (error as { code?: string }).code
  }
  expect(await code('SendMms', body())).toBe('InvalidAction')
  expect(await code('SendSms', body({ Colour: 'red' }))).toBe('UnknownParameter')
  expect(await code('SendSms', body({ TemplateId: undefined }))).toBe('MissingParameter')
  expect(await code('SendSms', body({ PhoneNumberSet: '+8613800138000' }))).toBe('InvalidParameter')
  expect(await code('SendSms', body({ PhoneNumberSet: Array(201).fill('+8613800138000') }))).toBe(
    'LimitExceeded.PhoneNumberCountLimit',
  )
  expect(await code('SendSms', body({ SmsSdkAppId: '1400000001' }))).toBe('UnauthorizedOperation.SmsSdkAppIdVerifyFail')
  world.control.moveClock(301_000)
  expect(await code('SendSms', body())).toBe('AuthFailure.SignatureExpire')
})

it.each([
  ['a foreign sign', { SignName: '别家' }, 'FailedOperation.SignatureIncorrectOrUnapproved'],
  ['an unapproved template', { TemplateId: '1' }, 'FailedOperation.TemplateIncorrectOrUnapproved'],
  ['a code with letters', { TemplateParamSet: ['48a913', '5'] }, 'InvalidParameterValue.TemplateParameterFormatError'],
  [
    'a code of seven digits',
    { TemplateParamSet: ['4829130', '5'] },
    'InvalidParameterValue.TemplateParameterFormatError',
  ],
  ['too few values', { TemplateParamSet: ['482913'] }, 'InvalidParameterValue.TemplateParameterFormatError'],
  ['a number without meaning', { PhoneNumberSet: ['+8612345'] }, 'InvalidParameterValue.IncorrectPhoneNumber'],
])('answers %s with a code for the number, and delivers nothing', async (_name, part, code) => {
  expect((await send(part)).map(({ Code, Fee, SerialNo }) => [Code, Fee, SerialNo])).toEqual([[code, 0, '']])
  expect(world.control.inbox({ phone: '13800138000' })).toEqual([])
})

it('notices take words; a batch is answered number by number', async () => {
  const codes = await send({
    PhoneNumberSet: ['+8613800138000', '13800138001', '911'],
    TemplateId: SMS_TEMPLATES.milestone?.id,
    TemplateParamSet: ['王*兰', '已到院', '09:10'],
  })
  expect(codes.map(({ Code }) => Code)).toEqual(['Ok', 'Ok', 'InvalidParameterValue.IncorrectPhoneNumber'])
  expect(world.control.inbox({ phone: '13800138001' })[0]?.text).toBe('王*兰的就诊进度：已到院（09:10）。')
})

it('limits per number, when switched on', async () => {
  await send()
  expect((await send())[0]?.Code).toBe('Ok')
  world.control.changeSettings({ smsLimits: true })
  expect((await send())[0]?.Code).toBe('LimitExceeded.PhoneNumberThirtySecondLimit')
  expect((await send({ PhoneNumberSet: ['+8613900139000'] }))[0]?.Code).toBe('Ok')
})

it('can fail on command: undelivered, too many requests, a broken gateway', async () => {
  world.control.misbehave({ do: 'sms-undelivered' })
  expect((await send())[0]?.Code).toBe('Ok')
  await world.control.callback(({ event, state }) => event === 'sms.status' && state === 'done')
  expect(JSON.parse(world.receiver.heard[0]?.body ?? '')).toMatchObject([{ report_status: 'FAIL' }])
  expect(world.control.inbox({ phone: '13800138000' })).toEqual([])
  world.control.misbehave({
    do: 'error',
    status: 429,
    vendor: 'tencent-cloud',
    action: 'SendSms',
    match: '13800138000',
  })
  await expect(send()).rejects.toMatchObject({ code: 'RequestLimitExceeded' })
  world.control.misbehave({ do: 'error', status: 500 })
  await expect(send()).rejects.toThrow(/Internal Server Error|internal error/)
  expect((await send())[0]?.Code).toBe('Ok')
})
