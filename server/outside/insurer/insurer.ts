/** The adapter: signed calls, proven answers. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { ask, objectOf, textOf, type OutsideAnswer } from '../http.ts'
import { OutsideRefusal, OutsideUnavailable } from '../outside-error.ts'
import { News, Offers, readClaim, readPolicy } from './facts.ts'
import type { ClaimFact, InsurerCallback, InsurerOffer, InsurerPort, PolicyFact } from './port.ts'
import { readInsurerKey, signRequest, verifySigned, type InsurerKey } from './sign.ts'

const PARTY = '保险公司'

export interface InsurerSettings {
  INSURER_URL: string
  INSURER_APP_ID: string
  INSURER_APP_SECRET: string
  INSURER_PUBLIC_KEY: string
}

/** The insurer said no, provenly; `message` is fit for people. */
class InsurerRefusal extends OutsideRefusal {
  readonly httpStatus: number
  readonly words: string
  constructor(what: string, httpStatus: number, code: string, words: string) {
    super(PARTY, code, `${what}: ${httpStatus} ${code}`)
    this.httpStatus = httpStatus
    this.words = words
  }
}
/** said about this person, plan or period: it stays a no */
const isFinal = (error: unknown): error is InsurerRefusal => error instanceof InsurerRefusal && error.httpStatus === 422

export class Insurer implements InsurerPort {
  readonly #settings: InsurerSettings
  readonly #publicUrl: () => string
  readonly #clock: Clock
  readonly #key: InsurerKey

  /** `publicUrl` is read at call time: the server learns its address after it was composed */
  constructor(settings: InsurerSettings, publicUrl: () => string, clock: Clock) {
    this.#settings = settings
    this.#publicUrl = publicUrl
    this.#clock = clock
    this.#key = readInsurerKey(settings.INSURER_PUBLIC_KEY)
  }

  async quote(wish: Parameters<InsurerPort['quote']>[0]): Promise<InsurerOffer[]> {
    const what = 'quote'
    const body = { packageKind: wish.packageKind, ageYears: wish.ageYears, startsAt: wish.startsAt.toISOString() }
    const parsed = Offers.safeParse(await this.#call('POST', '/v1/quotes', what, body))
    if (!parsed.success) throw unproven(what)
    const { insurerName, plans } = parsed.data
    return plans.map((plan) => ({ ...plan, insurerName }))
  }

  async bind(policy: Parameters<InsurerPort['bind']>[0]): Promise<PolicyFact> {
    const { number, planCode, premiumFen, packageKind, startsAt, endsAt, insured } = policy
    try {
      return await this.#policy('POST', '/v1/policies', 'bind', {
        requestNo: number,
        planCode,
        premiumFen,
        packageKind,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        holder: { phone: insured.holderPhone },
        insured: {
          name: insured.name,
          birthDate: insured.birthDate,
          ...(insured.identityNumber ? { identityNumber: insured.identityNumber } : {}),
        },
        notifyUrl: this.#notifyUrl(),
      })
    } catch (error) {
      if (!isFinal(error)) throw error
      return { number, state: 'refused', policyNumber: null, policyUrl: null, words: error.words }
    }
  }

  async cancel(number: string, reason: string): Promise<PolicyFact | 'begun'> {
    try {
      return await this.#policy('POST', `/v1/policies/${number}/cancel`, 'cancel', { reason })
    } catch (error) {
      if (error instanceof InsurerRefusal && error.vendorCode === 'ALREADY_BEGUN') return 'begun'
      throw error
    }
  }

  queryPolicy(number: string): Promise<PolicyFact | null> {
    return this.#policy('GET', `/v1/policies/${number}`, 'query policy').catch(nullWhenUnknown)
  }

  async claim(claim: Parameters<InsurerPort['claim']>[0]): Promise<ClaimFact> {
    const { number, policyNumber, day, what } = claim
    const body = { requestNo: number, policyRequestNo: policyNumber, day, what, notifyUrl: this.#notifyUrl() }
    try {
      return await this.#claim('POST', '/v1/claims', 'claim', body)
    } catch (error) {
      const isNo = isFinal(error) || (error instanceof InsurerRefusal && error.vendorCode === 'NOT_IN_FORCE')
      if (!isNo) throw error
      return { number, claimNumber: null, state: 'refused', amountFen: null, words: error.words }
    }
  }

  queryClaim(number: string): Promise<ClaimFact | null> {
    return this.#claim('GET', `/v1/claims/${number}`, 'query claim').catch(nullWhenUnknown)
  }

  openCallback(headers: Record<string, string | undefined>, body: Buffer): InsurerCallback {
    const verdict = verifySigned(this.#key, {
      header: (name) => headers[name],
      first: ['CALLBACK'],
      body,
      now: this.#clock.now(),
    })
    if (verdict !== 'ok') throw new AppError('FORBIDDEN', '来源无法确认', { detail: `callback: ${verdict}` })
    const news = News.safeParse(objectOf(body))
    if (!news.success) throw new AppError('FORBIDDEN', '来源无法确认', { detail: 'callback: not the promised shape' })
    const { id, type, data } = news.data
    const policy = type.startsWith('POLICY.') ? readPolicy(data, this.#settings.INSURER_URL) : null
    if (policy) return { id, type: 'policy', fact: policy }
    const claim = type.startsWith('CLAIM.') ? readClaim(data) : null
    return claim ? { id, type: 'claim', fact: claim } : { id, type: 'other', name: type }
  }

  #notifyUrl(): string {
    return `${this.#publicUrl()}/insurance/callbacks`
  }

  async #policy(method: 'GET' | 'POST', target: string, what: string, body?: object): Promise<PolicyFact> {
    const fact = readPolicy(await this.#call(method, target, what, body), this.#settings.INSURER_URL)
    if (!fact) throw unproven(what)
    return fact
  }

  async #claim(method: 'GET' | 'POST', target: string, what: string, body?: object): Promise<ClaimFact> {
    const fact = readClaim(await this.#call(method, target, what, body))
    if (!fact) throw unproven(what)
    return fact
  }

  /** The proven answer. Throws InsurerRefusal for a proven no, OutsideUnavailable for everything that is not sure. */
  async #call(method: 'GET' | 'POST', target: string, what: string, body?: object): Promise<Record<string, unknown>> {
    const text = body === undefined ? '' : JSON.stringify(body)
    // each try is signed anew; the answer is bound to the nonce of its own try
    let nonce = ''
    const answer = await ask({ party: PARTY, what, isRepeatable: true }, () => {
      nonce = randomBytes(16).toString('hex')
      return {
        method,
        url: new URL(target, this.#settings.INSURER_URL),
        headers: this.#headers(method, target, nonce, text),
        ...(body === undefined ? {} : { body: text }),
      }
    })
    this.#prove(what, nonce, answer)
    const value = objectOf(answer.body)
    if (answer.status === 200 && value) return value
    if (answer.status < 400) throw unproven(what)
    throw new InsurerRefusal(what, answer.status, textOf(value?.['code']) || 'UNKNOWN', textOf(value?.['message']))
  }

  #headers(method: string, target: string, nonce: string, body: string): Record<string, string> {
    const { INSURER_APP_ID, INSURER_APP_SECRET } = this.#settings
    const timestamp = String(Math.floor(this.#clock.now().getTime() / 1000))
    return {
      accept: 'application/json',
      'content-type': 'application/json',
      'x-insurer-app': INSURER_APP_ID,
      'x-insurer-timestamp': timestamp,
      'x-insurer-nonce': nonce,
      'x-insurer-signature': signRequest(INSURER_APP_SECRET, { method, target, timestamp, nonce, body }),
    }
  }

  /** Refusals too: a forged "not found" could make us believe that nothing is insured. */
  #prove(what: string, requestNonce: string, answer: OutsideAnswer): void {
    const verdict = verifySigned(this.#key, {
      header: (name) => answer.headers.get(name) ?? undefined,
      first: ['ANSWER', String(answer.status), requestNonce],
      body: answer.body,
      now: this.#clock.now(),
    })
    if (verdict !== 'ok')
      throw new OutsideUnavailable(PARTY, `${what}: answer not proven, ${verdict}`, { isOutcomeUnknown: true })
  }
}

const unproven = (what: string): OutsideUnavailable =>
  new OutsideUnavailable(PARTY, `${what}: answer has not the promised shape`, { isOutcomeUnknown: true })

function nullWhenUnknown(error: unknown): null {
  if (error instanceof InsurerRefusal && error.httpStatus === 404) return null
  throw error
}
