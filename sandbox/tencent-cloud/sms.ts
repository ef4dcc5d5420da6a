/** SendSms: one answer, a code for each number, and a status report some moments later. */
import { randomUUID } from 'node:crypto'
import { shanghaiText } from '../core/clock.ts'
import type { CallbackStyle } from '../core/courier.ts'
import type { SimReply } from '../core/http.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { World } from '../core/world.ts'
import { SMS_TEMPLATES, type SmsTemplate } from '../templates.ts'
import { findUserByPhone } from '../wechat/users.ts'
import { checkParams, type Param } from './check-params.ts'
import { CloudError, cloudReply } from './errors.ts'

const PARAMS: Record<string, Param> = {
  PhoneNumberSet: { type: 'string[]', required: true },
  SmsSdkAppId: { type: 'string', required: true },
  TemplateId: { type: 'string', required: true },
  SignName: { type: 'string' },
  TemplateParamSet: { type: 'string[]' },
  ExtendCode: { type: 'string' },
  SessionContext: { type: 'string', max: 512 },
  SenderId: { type: 'string' },
}
type SendSmsBody = {
  PhoneNumberSet: string[]
  SmsSdkAppId: string
  TemplateId: string
  SignName?: string
  TemplateParamSet?: string[]
  SessionContext?: string
}

const MAINLAND = /^(?:\+?86)?(1[3-9]\d{9})$/
const LIMITS = [
  { code: 'LimitExceeded.PhoneNumberThirtySecondLimit', windowMs: 30_000, most: 1 },
  { code: 'LimitExceeded.PhoneNumberOneHourLimit', windowMs: 3_600_000, most: 5 },
  { code: 'LimitExceeded.PhoneNumberDailyLimit', windowMs: 86_400_000, most: 10 },
]

/** The code for what is wrong with the message itself; undefined when it may go out. */
function refuseMessage(world: World, body: SendSmsBody, template: SmsTemplate | undefined): string | undefined {
  if (body.SignName !== world.keys.tencentCloud.smsSign) return 'FailedOperation.SignatureIncorrectOrUnapproved'
  if (!template) return 'FailedOperation.TemplateIncorrectOrUnapproved'
  const values = body.TemplateParamSet ?? []
  const places = new Set(template.text.match(/\{\d+\}/g)).size
  if (values.length !== places || values.some((value) => value === '')) {
    return 'InvalidParameterValue.TemplateParameterFormatError'
  }
  const isUnfit = (value: string) => (template.isVerification ? !/^\d{0,6}$/.test(value) : [...value].length > 32)
  return values.some(isUnfit) ? 'InvalidParameterValue.TemplateParameterFormatError' : undefined
}

function overLimit(world: World, phone: string): string | undefined {
  if (!world.settings.get().smsLimits) return undefined
  const countSince = (since: number) =>
    world.state.one<{ n: number }>(
      `select count(*) as n from messages where phone = ? and channel = 'sms' and created_at > ?`,
      phone,
      since,
    )?.n ?? 0
  return LIMITS.find(({ windowMs, most }) => countSince(world.clock.now() - windowMs) >= most)?.code
}

export function sendSms(world: World, input: Record<string, unknown>, trick: Scenario | undefined): SimReply {
  checkParams(PARAMS, input)
  const body = input as SendSmsBody
  if (body.SmsSdkAppId !== world.keys.tencentCloud.smsAppId) {
    throw new CloudError('UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'SmsSdkAppId verify fail.')
  }
  if (body.PhoneNumberSet.length === 0) throw new CloudError('InvalidParameterValue.IncorrectPhoneNumber', 'empty set.')
  if (body.PhoneNumberSet.length > 200) {
    throw new CloudError('LimitExceeded.PhoneNumberCountLimit', 'at most 200 numbers.')
  }
  const template = Object.values(SMS_TEMPLATES).find(({ id }) => id === body.TemplateId)
  const problem = refuseMessage(world, body, template)
  const send = (number: string) => {
    const phone = MAINLAND.exec(number)?.[1]
    const code = phone ? (problem ?? overLimit(world, phone)) : 'InvalidParameterValue.IncorrectPhoneNumber'
    const serialNo = code || !phone || !template ? '' : deliver(world, phone, template, body, trick)
    return {
      SerialNo: serialNo,
      PhoneNumber: number,
      Fee: code ? 0 : 1,
      SessionContext: body.SessionContext ?? '',
      Code: code ?? 'Ok',
      Message: code ? `refused: ${code}` : 'send success',
      IsoCode: phone ? 'CN' : '',
    }
  }
  return cloudReply({ SendStatusSet: world.state.tx(() => body.PhoneNumberSet.map(send)) })
}

function deliver(
  world: World,
  phone: string,
  template: SmsTemplate,
  body: SendSmsBody,
  trick: Scenario | undefined,
): string {
  const serialNo = `2829:${randomUUID().replaceAll('-', '').slice(0, 20)}`
  const isDelivered = trick?.do !== 'sms-undelivered'
  const values = body.TemplateParamSet ?? []
  const text = template.text.replace(/\{(\d+)\}/g, (_place, number: string) => values[Number(number) - 1] ?? '')
  if (isDelivered) {
    world.state.run(
      `insert into messages values (?, 'sms', ?, ?, ?, ?, ?, ?, '', ?)`,
      serialNo,
      phone,
      findUserByPhone(world, phone)?.openid ?? '',
      template.id,
      `【${body.SignName ?? ''}】`,
      text,
      JSON.stringify(values),
      world.clock.now(),
    )
  }
  const report = {
    user_receive_time: shanghaiText(world.clock.now()),
    nationcode: '86',
    mobile: phone,
    report_status: isDelivered ? 'SUCCESS' : 'FAIL',
    errmsg: isDelivered ? 'DELIVRD' : 'UNDELIV',
    description: isDelivered ? '用户短信送达成功' : '用户关机或不在服务区',
    sid: serialNo,
  }
  world.courier.send({
    vendor: 'tencent-cloud',
    event: 'sms.status',
    subject: phone,
    url: `/messaging/sms/status/${world.keys.tencentCloud.smsStatusSecret}`,
    payload: JSON.stringify([report]),
  })
  return serialNo
}

/** Status reports carry no signature: the address is the secret. A forged one is sent to a guessed address. */
export const smsStatusStyle: CallbackStyle = {
  ladderSec: [60, 300, 600],
  pack: (callback, trick) => ({
    headers: { 'Content-Type': 'application/json' },
    body: trick?.do === 'forged' ? callback.payload.replace('DELIVRD', 'FORGED') : callback.payload,
  }),
  accepts: (status, body) => status === 200 && /"result"\s*:\s*0/.test(body),
}
