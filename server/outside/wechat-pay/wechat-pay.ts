/** WeChat Pay v3, direct merchant, JSAPI (mini-program). */
import { createPrivateKey, randomBytes } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { objectOf, textOf } from '../http.ts'
import { OutsideUnavailable } from '../outside-error.ts'
import { readFundBill, readTradeBill } from './bills.ts'
import { nullWhen, PARTY, PayClient, PayRefusal } from './client.ts'
import { downloadBill, fundBillOf, tradeBillOf } from './download-bill.ts'
import { paymentFact, refundFact, transferFact } from './facts.ts'
import type {
  Bill,
  Callback,
  FundRow,
  PaymentFact,
  PaymentSignature,
  RefundFact,
  TradeRow,
  TransferFact,
  WechatPayPort,
} from './port.ts'
import { openField, openResource, sealField, type SealedResource } from './sealed.ts'
import { paySignOf, type MerchantIdentity } from './sign-request.ts'
import { askTransfer, cancelTransfer, sendTransfer } from './transfers.ts'

export interface WechatPayConfig {
  WECHAT_APPID: string
  WXPAY_MCHID: string
  WXPAY_API_URL: string
  WXPAY_MCH_SERIAL: string
  WXPAY_MCH_PRIVATE_KEY: string
  WXPAY_APIV3_KEY: string
  /** empty: certificate mode */
  WXPAY_PUBLIC_KEY_ID: string
  WXPAY_PUBLIC_KEY: string
  /** read at call time: the server learns its address after it was composed */
  WXPAY_NOTIFY_URL_BASE: string
}

/** 订单已支付; ORDERPAID is its newer name */
const PAID_CODES = new Set(['268449538', '268498689'])

export class WechatPay implements WechatPayPort {
  readonly #config: WechatPayConfig
  readonly #merchant: MerchantIdentity
  readonly #client: PayClient

  constructor(config: WechatPayConfig, clock: Clock) {
    this.#config = config
    this.#merchant = {
      mchid: config.WXPAY_MCHID,
      serial: config.WXPAY_MCH_SERIAL,
      privateKey: createPrivateKey(pem(config.WXPAY_MCH_PRIVATE_KEY)),
    }
    const publicKey = config.WXPAY_PUBLIC_KEY_ID
      ? { id: config.WXPAY_PUBLIC_KEY_ID, pem: pem(config.WXPAY_PUBLIC_KEY) }
      : null
    this.#client = new PayClient(config, this.#merchant, publicKey, clock)
  }

  async prepay(order: {
    number: string
    amountFen: number
    description: string
    openid: string
    expiresAt: Date
    attach: string
  }): Promise<{ prepayId: string }> {
    const body = {
      appid: this.#config.WECHAT_APPID,
      mchid: this.#config.WXPAY_MCHID,
      description: order.description,
      out_trade_no: order.number,
      attach: order.attach,
      time_expire: shanghaiIso(order.expiresAt),
      notify_url: this.#notifyUrl('paid'),
      amount: { total: order.amountFen, currency: 'CNY' },
      payer: { openid: order.openid },
    }
    const { prepay_id: prepayId } = await this.#client.call({
      method: 'POST',
      target: '/v3/pay/transactions/jsapi',
      what: 'prepay',
      body,
    })
    if (typeof prepayId !== 'string')
      throw new OutsideUnavailable(PARTY, 'prepay: no prepay_id', { isOutcomeUnknown: true })
    return { prepayId }
  }

  signPayment(prepayId: string, now: Date): PaymentSignature {
    const payment = {
      appId: this.#config.WECHAT_APPID,
      timeStamp: String(Math.floor(now.getTime() / 1000)),
      nonceStr: randomBytes(16).toString('hex'),
      package: `prepay_id=${prepayId}`,
    }
    return { ...payment, signType: 'RSA', paySign: paySignOf(this.#merchant, payment) }
  }

  async queryPayment(number: string): Promise<PaymentFact> {
    const target = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(number)}?mchid=${this.#config.WXPAY_MCHID}`
    const raw = await this.#client
      .call({ method: 'GET', target, what: 'query payment' })
      .catch(nullWhen((refusal) => refusal.httpStatus === 404))
    if (!raw) return { state: 'UNKNOWN', number, transactionId: null, amountFen: null, paidAt: null }
    const fact = paymentFact(raw)
    this.#checkOurs(raw, fact.number, number)
    return fact
  }

  async closePayment(number: string): Promise<boolean> {
    const target = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(number)}/close`
    try {
      await this.#client.call({
        method: 'POST',
        target,
        what: 'close payment',
        body: { mchid: this.#config.WXPAY_MCHID },
      })
      return true
    } catch (error) {
      if (!(error instanceof PayRefusal)) throw error
      if (error.vendorCode === 'ORDERPAID' || PAID_CODES.has(error.requestCode)) return false
      // closed before; or never arrived there: then no prepay_id exists that anybody could pay with
      if (error.vendorCode === 'ORDER_CLOSED' || error.vendorCode === 'ORDER_NOT_EXIST') return true
      throw error
    }
  }

  async refund(refund: {
    refundNumber: string
    number: string
    refundFen: number
    totalFen: number
    reason: string
  }): Promise<RefundFact> {
    const body = {
      out_trade_no: refund.number,
      out_refund_no: refund.refundNumber,
      // the family reads it in the WeChat bill
      reason: Array.from(refund.reason).slice(0, 80).join('') || '退款',
      notify_url: this.#notifyUrl('refunded'),
      amount: { refund: refund.refundFen, total: refund.totalFen, currency: 'CNY' },
    }
    const raw = await this.#client.call({ method: 'POST', target: '/v3/refund/domestic/refunds', what: 'refund', body })
    return this.#refundOf(raw, refund.refundNumber)
  }

  async queryRefund(refundNumber: string): Promise<RefundFact | null> {
    const target = `/v3/refund/domestic/refunds/${encodeURIComponent(refundNumber)}`
    const raw = await this.#client
      .call({ method: 'GET', target, what: 'query refund' })
      .catch(nullWhen((refusal) => refusal.httpStatus === 404))
    return raw && this.#refundOf(raw, refundNumber)
  }

  async applyAbnormalRefund(
    refund: { refundId: string; refundNumber: string } & (
      { to: 'user-card'; bankType: string; cardNumber: string; realName: string } | { to: 'our-bank' }
    ),
  ): Promise<RefundFact> {
    const where =
      refund.to === 'our-bank'
        ? { type: 'MERCHANT_BANK_CARD' }
        : {
            type: 'USER_BANK_CARD',
            bank_type: refund.bankType,
            bank_account: await this.#seal(refund.cardNumber),
            real_name: await this.#seal(refund.realName),
          }
    const raw = await this.#client.call({
      method: 'POST',
      target: `/v3/refund/domestic/refunds/${encodeURIComponent(refund.refundId)}/apply-abnormal-refund`,
      what: 'abnormal refund',
      body: { out_refund_no: refund.refundNumber, ...where },
    })
    return this.#refundOf(raw, refund.refundNumber)
  }

  async transfer(transfer: {
    number: string
    amountFen: number
    openid: string
    userName: string | null
    remark: string
    scene: 'commission' | 'compensation'
  }): Promise<TransferFact> {
    return sendTransfer(this.#client, {
      ...transfer,
      appid: this.#config.WECHAT_APPID,
      userName: transfer.userName === null ? null : await this.#seal(transfer.userName),
      notifyUrl: this.#notifyUrl('transferred'),
    })
  }

  queryTransfer(number: string): Promise<TransferFact | null> {
    return askTransfer(this.#client, number)
  }

  cancelTransfer(number: string): Promise<TransferFact> {
    return cancelTransfer(this.#client, number)
  }

  confirmationOf(packageInfo: string): { mchId: string; appId: string; package: string } {
    return { mchId: this.#config.WXPAY_MCHID, appId: this.#config.WECHAT_APPID, package: packageInfo }
  }

  async openCallback(headers: Record<string, string | undefined>, body: Buffer): Promise<Callback> {
    this.#client.verifyCallback(headers, body)
    const envelope = objectOf(body) as { id?: string; event_type?: string; resource?: SealedResource } | null
    const { id, event_type: event, resource } = envelope ?? {}
    if (!id || !event || !resource) throw refused('envelope')
    const raw = objectOf(Buffer.from(this.#open(resource)))
    if (!raw) throw refused('resource')
    const mchid = textOf(raw['mchid'])
    if (event === 'TRANSACTION.SUCCESS')
      return { id, type: 'payment', fact: paymentFact(raw), mchid, appid: textOf(raw['appid']) }
    if (event.startsWith('REFUND.'))
      return { id, type: 'refund', fact: { ...refundFact(raw), number: textOf(raw['out_trade_no']) }, mchid }
    if (event.startsWith('MCHTRANSFER.BILL.'))
      return { id, type: 'transfer', fact: transferFact(raw), mchid: textOf(raw['mch_id']) || mchid }
    return { id, type: 'other', event }
  }

  #open(resource: SealedResource): string {
    try {
      return openResource(this.#config.WXPAY_APIV3_KEY, resource)
    } catch (error) {
      throw refused('sealed with another key', error)
    }
  }

  tradeBill(day: string): Promise<Bill<TradeRow>> {
    return downloadBill(this.#client, tradeBillOf(day), readTradeBill)
  }

  fundBill(day: string): Promise<Bill<FundRow>> {
    return downloadBill(this.#client, fundBillOf(day), readFundBill)
  }

  async checkGoLive(): Promise<void> {
    const word = randomBytes(12).toString('hex')
    const body = {
      echo_message: word,
      encrypted_echo_message: await this.#seal(word),
      notify_url: this.#notifyUrl('paid'),
    }
    const answer = await this.#client.call({ method: 'POST', target: '/v3/security/echo', what: 'echo', body })
    const { echo_message: plain, encrypted_echo_message: sealed } = answer
    if (plain !== word || typeof sealed !== 'string' || openField(this.#merchant.privateKey, sealed) !== word)
      throw new OutsideUnavailable(PARTY, 'echo: another word came back')
  }

  /** for WeChat Pay's eyes; the call that carries it names the key by Wechatpay-Serial */
  async #seal(text: string): Promise<string> {
    // certificate mode: the key to encrypt for is fetched first
    if (!this.#client.keys.newest()) await this.#client.keys.refresh()
    const platform = this.#client.keys.newest()
    if (!platform) throw new OutsideUnavailable(PARTY, 'no platform key to encrypt for')
    return sealField(platform.key, text)
  }

  #refundOf(raw: Record<string, unknown>, refundNumber: string): RefundFact {
    const fact = refundFact(raw)
    this.#checkOurs({}, fact.refundNumber, refundNumber)
    return fact
  }

  /** A proven answer to another question is still no answer to ours. */
  #checkOurs(raw: { mchid?: unknown; appid?: unknown }, got: string, asked: string): void {
    const isOurs =
      (raw.mchid ?? this.#config.WXPAY_MCHID) === this.#config.WXPAY_MCHID &&
      (raw.appid ?? this.#config.WECHAT_APPID) === this.#config.WECHAT_APPID
    if (!isOurs || got !== asked) throw new OutsideUnavailable(PARTY, 'answer about something else')
  }

  #notifyUrl(what: 'paid' | 'refunded' | 'transferred'): string {
    return `${this.#config.WXPAY_NOTIFY_URL_BASE}/payments/wechat/${what}`
  }
}

/** environment files keep a key on one line */
const pem = (text: string): string => text.replaceAll('\\n', '\n')
/** 2026-11-23T15:30:00+08:00 */
const shanghaiIso = (at: Date): string => `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

const refused = (why: string, cause?: unknown): AppError =>
  new AppError('FORBIDDEN', '来源无法确认', { detail: `callback: ${why}`, cause })
