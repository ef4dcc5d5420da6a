/**
 * The token of WeChat's server API. stable_token gives every process the same one until its last five minutes, so a
 * cache per process is enough; many askers at once share one request.
 */
import type { Clock } from '../../core/clock.ts'
import { ask, objectOf } from '../http.ts'
import { OutsideRefusal } from '../outside-error.ts'
import { errcodeOf, isSystemBusy, PARTY, type WechatConfig } from './wechat-answers.ts'

/** the new token can be had in the last 300 s of the old one, while the old one still works */
const RENEW_BEFORE_MS = 240_000

export class AccessToken {
  readonly #config: WechatConfig
  readonly #clock: Clock
  #current: { token: string; renewAt: number } | null = null
  #asking: Promise<string> | null = null

  constructor(config: WechatConfig, clock: Clock) {
    this.#config = config
    this.#clock = clock
  }

  async get(): Promise<string> {
    if (this.#current && this.#clock.now().getTime() < this.#current.renewAt) return this.#current.token
    this.#asking ??= this.#fetch().finally(() => (this.#asking = null))
    return this.#asking
  }

  /** WeChat said that this one is not good; a newer one that somebody fetched meanwhile stays. */
  forget(token: string): void {
    if (this.#current?.token === token) this.#current = null
  }

  async #fetch(): Promise<string> {
    const { WECHAT_API_URL, WECHAT_APPID: appid, WECHAT_SECRET: secret } = this.#config
    const answer = await ask({ party: PARTY, what: 'stable_token', isRepeatable: true, isBusy: isSystemBusy }, () => ({
      method: 'POST',
      url: new URL('/cgi-bin/stable_token', WECHAT_API_URL),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credential', appid, secret }),
    }))
    const body = objectOf(answer.body)
    const { access_token: token, expires_in: seconds } = body ?? {}
    if (typeof token !== 'string' || typeof seconds !== 'number') {
      const errcode = errcodeOf(body)
      throw new OutsideRefusal(PARTY, String(errcode), `stable_token: errcode ${errcode}`)
    }
    this.#current = { token, renewAt: this.#clock.now().getTime() + seconds * 1000 - RENEW_BEFORE_MS }
    return token
  }
}
