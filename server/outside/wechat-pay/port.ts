/** WeChat Pay v3, direct merchant. Amounts in fen. Every call is safe to repeat with the same number. */
export interface WechatPayPort {
  /** throws OUTSIDE_UNAVAILABLE; same number and same content give the same answer */
  prepay(order: {
    number: string
    amountFen: number
    description: string
    openid: string
    expiresAt: Date
    attach: string
  }): Promise<{ prepayId: string }>
  /** what wx.requestPayment wants, signed by the merchant key */
  signPayment(prepayId: string, now: Date): PaymentSignature
  queryPayment(number: string): Promise<PaymentFact>
  /** true: closed, nobody can pay it any more; false: it is paid already (query it) */
  closePayment(number: string): Promise<boolean>
  refund(refund: {
    refundNumber: string
    number: string
    refundFen: number
    totalFen: number
    reason: string
  }): Promise<RefundFact>
  queryRefund(refundNumber: string): Promise<RefundFact | null>
  /** checks signature, clock and serial of a callback and decrypts it; throws FORBIDDEN when anything is wrong */
  openCallback(headers: Record<string, string | undefined>, body: Buffer): Promise<Callback>
  /** rows of the trade bill of a day (Asia/Shanghai), YYYY-MM-DD */
  downloadTradeBill(day: string): Promise<BillRow[]>
  /** /v3/security/echo: one call that proves our signing, verifying and field encryption; throws when anything is wrong */
  checkGoLive(): Promise<void>
}

export interface PaymentSignature {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: 'RSA'
  paySign: string
}
export type PaymentState =
  'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED' | 'USERPAYING' | 'PAYERROR' | 'REVOKED' | 'ACCEPT' | 'UNKNOWN'
export interface PaymentFact {
  /** UNKNOWN: the provider has no such order */
  state: PaymentState
  number: string
  transactionId: string | null
  amountFen: number | null
  paidAt: Date | null
}
export interface RefundFact {
  refundNumber: string
  refundId: string
  state: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'
  refundFen: number
  /** when it arrived */
  at: Date | null
  /** when it was asked for, which is its day in the bill; callbacks do not tell */
  createdAt: Date | null
}
export type Callback =
  | { id: string; type: 'payment'; fact: PaymentFact; mchid: string; appid: string }
  | { id: string; type: 'refund'; fact: RefundFact & { number: string }; mchid: string }
  | { id: string; type: 'other'; event: string }

export interface BillRow {
  number: string
  transactionId: string
  refundNumber: string | null
  state: string
  amountFen: number
  refundFen: number
}
