/** sms.tencentcloudapi.com. Errors come with HTTP 200; a number that is refused has its own code in a good answer. */
import type { Clock } from '../../core/clock.ts'
import { ask, objectOf, type OutsideAnswer } from '../http.ts'
import { OutsideRefusal, OutsideUnavailable } from '../outside-error.ts'
import type { SmsPort } from './port.ts'
import { tc3Authorization } from './tc3.ts'

export interface SmsConfig {
  TENCENT_SECRET_ID: string
  TENCENT_SECRET_KEY: string
  TENCENT_SMS_URL: string
  TENCENT_SMS_APP_ID: string
  TENCENT_SMS_SIGN: string
  smsTemplates: Record<string, string>
}

const PARTY = '短信服务'
const ACTION = 'SendSms'
const VERSION = '2021-01-11'
const REGION = 'ap-guangzhou'
const CONTENT_TYPE = 'application/json; charset=utf-8'

/** said before anything was sent */
const BUSY = 'RequestLimitExceeded'
/** codes of one number that a later try can change */
const LATER = new Set([
  'LimitExceeded.PhoneNumberThirtySecondLimit',
  'LimitExceeded.PhoneNumberOneHourLimit',
  'LimitExceeded.DeliveryFrequencyLimit',
  'LimitExceeded.AppDailyLimit',
])
/** codes of one number that say: this one will not get this message */
const NEVER =
  /^(LimitExceeded\.PhoneNumber|InvalidParameterValue\.IncorrectPhoneNumber|FailedOperation\.(PhoneNumberInBlacklist|ContainSensitiveWord))/

interface SendStatus {
  SerialNo: string
  Code: string
}

export class TencentSms implements SmsPort {
  readonly #config: SmsConfig
  readonly #clock: Clock

  constructor(config: SmsConfig, clock: Clock) {
    this.#config = config
    this.#clock = clock
  }

  async send(message: {
    phone: string
    template: string
    params: string[]
    context: string
  }): Promise<{ status: 'sent'; serial: string } | { status: 'refused'; reason: string }> {
    const config = this.#config
    const templateId = config.smsTemplates[message.template]
    if (!templateId) throw new Error(`SMS_TEMPLATES has no "${message.template}"`)
    const payload = JSON.stringify({
      PhoneNumberSet: [`+86${message.phone}`],
      SmsSdkAppId: config.TENCENT_SMS_APP_ID,
      SignName: config.TENCENT_SMS_SIGN,
      TemplateId: templateId,
      TemplateParamSet: message.params,
      SessionContext: message.context,
    })
    // the API knows no business number: when a line breaks nobody can say whether the message went out
    const answer = await ask({ party: PARTY, what: ACTION, isRepeatable: false, isBusy }, () => this.#request(payload))
    const status = readStatus(answer)
    if (status.Code === 'Ok') return { status: 'sent', serial: status.SerialNo }
    if (LATER.has(status.Code)) throw new OutsideUnavailable(PARTY, `${ACTION}: ${status.Code}`)
    if (NEVER.test(status.Code)) return { status: 'refused', reason: status.Code }
    throw new OutsideRefusal(PARTY, status.Code, `${ACTION}: ${status.Code}`)
  }

  #request(payload: string) {
    const { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey, TENCENT_SMS_URL } = this.#config
    const url = new URL('/', TENCENT_SMS_URL)
    const timestamp = Math.floor(this.#clock.now().getTime() / 1000)
    const signed = {
      secretId,
      secretKey,
      service: 'sms',
      host: url.host,
      action: ACTION,
      payload,
      timestamp,
      contentType: CONTENT_TYPE,
      signsAction: true,
    }
    const headers = {
      authorization: tc3Authorization(signed).authorization,
      'content-type': CONTENT_TYPE,
      'x-tc-action': ACTION,
      'x-tc-version': VERSION,
      'x-tc-region': REGION,
      'x-tc-timestamp': String(timestamp),
    }
    return { method: 'POST' as const, url, headers, body: payload }
  }
}

const responseOf = (answer: OutsideAnswer): Record<string, unknown> =>
  (objectOf(answer.body)?.['Response'] ?? {}) as Record<string, unknown>
const errorOf = (answer: OutsideAnswer): string | undefined =>
  (responseOf(answer)['Error'] as { Code?: string } | undefined)?.Code
const isBusy = (answer: OutsideAnswer): boolean => errorOf(answer) === BUSY

function readStatus(answer: OutsideAnswer): SendStatus {
  const error = errorOf(answer)
  if (error?.startsWith('InternalError'))
    throw new OutsideUnavailable(PARTY, `${ACTION}: ${error}`, { isOutcomeUnknown: true })
  if (error) throw new OutsideRefusal(PARTY, error, `${ACTION}: ${error}`)
  const status = (responseOf(answer)['SendStatusSet'] as SendStatus[] | undefined)?.[0]
  if (!status) throw new OutsideUnavailable(PARTY, `${ACTION}: answer without a status`, { isOutcomeUnknown: true })
  return status
}
