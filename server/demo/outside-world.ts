/** The sandbox's control plane, as far as the demo needs it: people, their codes, their wallet, the time. */
import type { PaymentParams } from '@banyi/contract/orders'
import type { TransferConfirmation } from '@banyi/contract/payments/shapes'

export interface DemoUser {
  openid: string
  nickname: string
  phone: string
}

export class OutsideWorld {
  readonly #base: string
  constructor(base: string) {
    this.#base = base.replace(/\/$/, '')
  }
  /** the same phone gives the same person */
  person(nickname: string, phone: string): Promise<DemoUser> {
    return this.#post('/users', { nickname, phone })
  }
  async loginCode(openid: string): Promise<string> {
    return (await this.#post<{ code: string }>('/login', { openid })).code
  }
  async phoneCode(openid: string): Promise<string> {
    return (await this.#post<{ code: string }>('/phone-code', { openid })).code
  }
  async pay({ appId, timeStamp, nonceStr, package: prepay, signType, paySign }: PaymentParams): Promise<void> {
    await this.#post('/pay', { appId, timeStamp, nonceStr, package: prepay, signType, paySign })
  }
  /** taps 确认收款 in WeChat */
  async confirmTransfer(confirmation: TransferConfirmation): Promise<void> {
    await this.#post('/transfers/confirm', confirmation)
  }
  async moveClock(offsetMs: number): Promise<void> {
    await this.#post('/clock', { offsetMs })
  }

  async #post<Reply>(path: string, body: object): Promise<Reply> {
    const response = await fetch(`${this.#base}/__sim${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}: ${text.slice(0, 300)}`)
    return (text ? JSON.parse(text) : {}) as Reply
  }
}
