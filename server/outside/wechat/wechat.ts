/** api.weixin.qq.com for one mini-program. The token travels in the query, so URLs never go into a log or an error. */
import type { Clock } from '../../core/clock.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { ask, objectOf } from '../http.ts'
import { OutsideRefusal, OutsideUnavailable } from '../outside-error.ts'
import { AccessToken } from './access-token.ts'
import { isFreshPush, openSealed, pushSignature, sameSignature } from './message-push.ts'
import type { WechatPort } from './port.ts'
import { errcodeOf, isSystemBusy, PARTY, type WechatConfig } from './wechat-answers.ts'

const USER_REFUSED = 43101
/** bad code, used code, code of an account that WeChat has blocked */
const CODE_REFUSED = new Set([40029, 40163, 40226])
const TOKEN_REFUSED = new Set([40001, 40014, 42001])
const MAINLAND = /^(?:\+?86)?(1[3-9]\d{9})$/

export class Wechat implements WechatPort {
  readonly #config: WechatConfig
  readonly #clock: Clock
  readonly #token: AccessToken

  constructor(config: WechatConfig, clock: Clock) {
    this.#config = config
    this.#clock = clock
    this.#token = new AccessToken(config, clock)
  }

  async signIn(code: string): Promise<{ openid: string; unionid: string | null }> {
    const url = new URL('/sns/jscode2session', this.#config.WECHAT_API_URL)
    const { WECHAT_APPID: appid, WECHAT_SECRET: secret } = this.#config
    url.search = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' }).toString()
    const options = { party: PARTY, what: 'code2session', isRepeatable: true, isBusy: isSystemBusy }
    const body = objectOf((await ask(options, () => ({ method: 'GET', url }))).body)
    const errcode = errcodeOf(body)
    if (CODE_REFUSED.has(errcode)) throw wrongCode('微信登录已失效，请重新登录', errcode)
    const { openid, unionid } = body ?? {}
    if (errcode !== 0 || typeof openid !== 'string') throw refusal('code2session', errcode)
    // session_key is not kept: nothing here needs it, and it must never reach a client
    return { openid, unionid: typeof unionid === 'string' ? unionid : null }
  }

  async phoneOf(code: string): Promise<string> {
    const body = await this.#post('/wxa/business/getuserphonenumber', { code }, true)
    const errcode = errcodeOf(body)
    if (CODE_REFUSED.has(errcode)) throw wrongCode('手机号授权已失效，请再点一次', errcode)
    if (errcode !== 0) throw refusal('getuserphonenumber', errcode)
    const info = (body?.['phone_info'] ?? {}) as {
      purePhoneNumber?: unknown
      countryCode?: unknown
      watermark?: { appid?: unknown }
    }
    if (info.watermark?.appid !== this.#config.WECHAT_APPID) throw refusal('getuserphonenumber', 'WATERMARK')
    // a number in the documents' sample, a string in life
    const isMainland = String(info.countryCode) === '86'
    const phone = isMainland ? MAINLAND.exec(String(info.purePhoneNumber))?.[1] : undefined
    if (!phone) throw invalid('code', '目前只支持中国大陆的手机号')
    return phone
  }

  async sendSubscribeMessage(message: {
    openid: string
    templateId: string
    page: string
    data: Record<string, string>
  }): Promise<'sent' | 'refused'> {
    const data = Object.fromEntries(Object.entries(message.data).map(([key, value]) => [key, { value }]))
    // no business number exists for it: after a line that broke, a second try could be a second message
    const body = await this.#post(
      '/cgi-bin/message/subscribe/send',
      { touser: message.openid, template_id: message.templateId, page: message.page, data, lang: 'zh_CN' },
      false,
    )
    const errcode = errcodeOf(body)
    if (errcode === 0) return 'sent'
    if (errcode === USER_REFUSED) return 'refused'
    throw refusal('subscribe/send', errcode)
  }

  /** With the token; once more with a new one when WeChat does not know it (it did nothing in that case). */
  async #post(path: string, body: object, isRepeatable: boolean): Promise<Record<string, unknown> | null> {
    for (let isSecond = false; ; isSecond = true) {
      const token = await this.#token.get()
      const url = new URL(path, this.#config.WECHAT_API_URL)
      url.searchParams.set('access_token', token)
      const options = { party: PARTY, what: path, isRepeatable, isBusy: isSystemBusy }
      const answer = await ask(options, () => ({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }))
      const reply = objectOf(answer.body)
      if (!TOKEN_REFUSED.has(errcodeOf(reply))) return reply
      this.#token.forget(token)
      if (isSecond) throw new OutsideUnavailable(PARTY, `${path}: token refused twice`)
    }
  }

  verifyPushUrl(query: Record<string, string>): string | null {
    const { signature, timestamp, nonce, echostr } = query
    if (!signature || !timestamp || !nonce || echostr === undefined) return null
    const isTrue =
      isFreshPush(timestamp, this.#clock.now()) &&
      sameSignature(signature, pushSignature(this.#config.WECHAT_PUSH_TOKEN, timestamp, nonce))
    return isTrue ? echostr : null
  }

  openPush(query: Record<string, string>, body: Buffer): Record<string, unknown> {
    const { timestamp, nonce, msg_signature: signature, encrypt_type: type } = query
    const sealed = objectOf(body)?.['Encrypt']
    if (!timestamp || !nonce || !signature || type !== 'aes' || typeof sealed !== 'string')
      throw forged('not in safe mode')
    if (!isFreshPush(timestamp, this.#clock.now())) throw forged('old')
    const expected = pushSignature(this.#config.WECHAT_PUSH_TOKEN, timestamp, nonce, sealed)
    if (!sameSignature(signature, expected)) throw forged('signature')
    const opened = openSealed(this.#config.WECHAT_PUSH_AES_KEY, sealed)
    if (opened?.appid !== this.#config.WECHAT_APPID) throw forged('appid')
    const message = objectOf(Buffer.from(opened.message))
    if (!message) throw forged('content')
    return message
  }
}

const wrongCode = (text: string, errcode: number): AppError =>
  new AppError('WRONG_CREDENTIALS', text, { detail: `errcode ${errcode}` })
const refusal = (what: string, errcode: number | string): AppError =>
  new OutsideRefusal(PARTY, String(errcode), `${what}: errcode ${errcode}`)
const forged = (why: string): AppError => new AppError('FORBIDDEN', '来源无法确认', { detail: `message push: ${why}` })
