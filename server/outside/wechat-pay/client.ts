/** One signed call to api.mch.weixin.qq.com and the proof that the answer is theirs. */
import { randomBytes, X509Certificate } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { ask, objectOf, type OutsideAnswer } from '../http.ts'
import { OutsideRefusal, OutsideUnavailable } from '../outside-error.ts'
import { PlatformKeys, type PlatformCertificate } from './platform-keys.ts'
import { openResource, type SealedResource } from './sealed.ts'
import { authorizationOf, type MerchantIdentity } from './sign-request.ts'
import { checkFrame, hasTrueSignature, signedMessage, type Verdict } from './verify.ts'

export const PARTY = '微信支付'

export interface PayCall {
  method: 'GET' | 'POST'
  /** path and query; numbers in it are not logged, `what` is */
  target: string
  what: string
  body?: object
  maxBytes?: number
  tryMs?: number
}

/** A refusal of WeChat Pay: HTTP status and code; `requestCode` is the number at the end of Request-ID, which says more. */
export class PayRefusal extends OutsideRefusal {
  readonly httpStatus: number
  readonly requestCode: string
  constructor(what: string, httpStatus: number, code: string, requestCode: string) {
    super(PARTY, code, `${what}: ${httpStatus} ${code} ${requestCode}`)
    this.httpStatus = httpStatus
    this.requestCode = requestCode
  }
}

export class PayClient {
  readonly keys: PlatformKeys
  readonly #merchant: MerchantIdentity
  readonly #config: { WXPAY_API_URL: string; WXPAY_APIV3_KEY: string }
  readonly #clock: Clock

  constructor(
    config: { WXPAY_API_URL: string; WXPAY_APIV3_KEY: string },
    merchant: MerchantIdentity,
    publicKey: { id: string; pem: string } | null,
    clock: Clock,
  ) {
    this.#config = config
    this.#merchant = merchant
    this.#clock = clock
    this.keys = new PlatformKeys(publicKey, clock, () => this.#fetchCertificates())
  }

  /** The verified answer as an object; {} for 204. Throws PayRefusal for 4xx, OutsideUnavailable for the rest. */
  async call(call: PayCall): Promise<Record<string, unknown>> {
    const answer = await this.#send(call)
    await this.#verify(call.what, answer)
    return objectOf(answer.body) ?? {}
  }

  /** Bill files carry no signature: the caller checks their hash. */
  async download(call: PayCall): Promise<Buffer> {
    return (await this.#send(call)).body
  }

  async #send({ method, target, what, body, maxBytes, tryMs }: PayCall): Promise<OutsideAnswer> {
    const text = body === undefined ? '' : JSON.stringify(body)
    const answer = await ask(
      { party: PARTY, what, isRepeatable: true, ...(maxBytes ? { maxBytes } : {}), ...(tryMs ? { tryMs } : {}) },
      () => ({
        method,
        url: new URL(target, this.#config.WXPAY_API_URL),
        headers: this.#headers(method, target, text),
        ...(body === undefined ? {} : { body: text }),
      }),
    )
    if (answer.status >= 200 && answer.status < 300) return answer
    const code = objectOf(answer.body)?.['code']
    const requestCode = /-(\d+)$/.exec(answer.headers.get('request-id') ?? '')?.[1] ?? ''
    throw new PayRefusal(what, answer.status, typeof code === 'string' ? code : 'UNKNOWN', requestCode)
  }

  #headers(method: string, target: string, body: string): Record<string, string> {
    const timestamp = Math.floor(this.#clock.now().getTime() / 1000)
    const nonce = randomBytes(16).toString('hex')
    const expected = this.keys.newest()
    return {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: authorizationOf(this.#merchant, { method, target, body, timestamp, nonce }),
      // tells WeChat Pay which key we expect the answer to be signed with
      ...(expected ? { 'wechatpay-serial': expected.serial } : {}),
    }
  }

  /** An answer that cannot be proven is no answer; what was asked may have happened, so the outcome is unknown. */
  async #verify(what: string, answer: OutsideAnswer): Promise<void> {
    const message = signedMessage((name) => answer.headers.get(name) ?? undefined, answer.body)
    let verdict: Verdict = checkFrame(message, this.#clock.now())
    if (verdict === 'ok' && message) {
      const key = await this.keys.findOrFetch(message.serial)
      verdict = !key ? 'unknown-serial' : hasTrueSignature(message, key) ? 'ok' : 'bad-signature'
    }
    if (verdict !== 'ok')
      throw new OutsideUnavailable(PARTY, `${what}: answer not proven, ${verdict}`, { isOutcomeUnknown: true })
  }

  /** Checks a callback with the keys at hand; the route has five seconds, so nobody is asked while it waits. Throws FORBIDDEN. */
  verifyCallback(headers: Record<string, string | undefined>, body: Buffer): void {
    const message = signedMessage((name) => headers[name], body)
    let verdict: Verdict = checkFrame(message, this.#clock.now())
    if (verdict === 'ok' && message) {
      const key = this.keys.find(message.serial)
      // a rotated certificate: fetched meanwhile, WeChat Pay repeats the callback 15 s later
      if (!key && !message.serial.startsWith('PUB_KEY_ID_')) void this.keys.refresh().catch(() => {})
      verdict = !key ? 'unknown-serial' : hasTrueSignature(message, key) ? 'ok' : 'bad-signature'
    }
    if (verdict !== 'ok') throw new AppError('FORBIDDEN', '来源无法确认', { detail: `callback: ${verdict}` })
  }

  /** The first download cannot be verified before it is opened: open with the APIv3 key, then verify with what is inside. */
  async #fetchCertificates(): Promise<PlatformCertificate[]> {
    const what = 'GET certificates'
    const answer = await this.#send({ method: 'GET', target: '/v3/certificates?algorithm_type=RSA', what })
    const message = signedMessage((name) => answer.headers.get(name) ?? undefined, answer.body)
    const rows = (objectOf(answer.body)?.['data'] ?? []) as { serial_no: string; encrypt_certificate: SealedResource }[]
    const list = rows.map((row) => ({
      serial: row.serial_no.toUpperCase(),
      certificate: new X509Certificate(openResource(this.#config.WXPAY_APIV3_KEY, row.encrypt_certificate)),
    }))
    const signer =
      message &&
      (this.keys.find(message.serial) ??
        list.find(({ serial }) => serial === message.serial.toUpperCase())?.certificate.publicKey)
    if (!message || !signer || checkFrame(message, this.#clock.now()) !== 'ok' || !hasTrueSignature(message, signer)) {
      throw new OutsideUnavailable(PARTY, `${what}: answer not proven`)
    }
    return list
  }
}

/** For `.catch`: null for the refusals that mean "there is none". */
export const nullWhen =
  (fits: (refusal: PayRefusal) => boolean) =>
  (error: unknown): null => {
    if (error instanceof PayRefusal && fits(error)) return null
    throw error
  }
