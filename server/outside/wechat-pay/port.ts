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
  /** an abnormal refund to a card of the family, or to the merchant's own bank; card and name are encrypted on the way and kept nowhere */
  applyAbnormalRefund(
    refund: { refundId: string; refundNumber: string } & (
      { to: 'user-card'; bankType: string; cardNumber: string; realName: string } | { to: 'our-bank' }
    ),
  ): Promise<RefundFact>
  /**
   * 商家转账, user-confirm mode. Same number and same content give the same bill; after any doubt ask with the same number.
   * `userName` is encrypted; the provider wants it from ¥2000 on and compares it with the receiver's real name.
   */
  transfer(transfer: {
    number: string
    amountFen: number
    openid: string
    userName: string | null
    remark: string
    scene: 'commission' | 'compensation'
  }): Promise<TransferFact>
  /** null: the provider has no such bill */
  queryTransfer(number: string): Promise<TransferFact | null>
  cancelTransfer(number: string): Promise<TransferFact>
  /** what wx.requestMerchantTransfer wants */
  confirmationOf(packageInfo: string): { mchId: string; appId: string; package: string }
  /** checks signature, clock and serial of a callback and decrypts it; throws FORBIDDEN when anything is wrong */
  openCallback(headers: Record<string, string | undefined>, body: Buffer): Promise<Callback>
  /** the trade bill of a day (Asia/Shanghai, YYYY-MM-DD), row by row, hash checked before the first row; empty: nothing happened */
  tradeBill(day: string): Promise<Bill<TradeRow>>
  /** the fund-flow bill of the merchant's basic account */
  fundBill(day: string): Promise<Bill<FundRow>>
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
  | { id: string; type: 'transfer'; fact: TransferFact; mchid: string }
  | { id: string; type: 'other'; event: string }

export interface TransferFact {
  number: string
  billNumber: string
  state:
    'ACCEPTED' | 'PROCESSING' | 'WAIT_USER_CONFIRM' | 'TRANSFERING' | 'SUCCESS' | 'FAIL' | 'CANCELING' | 'CANCELLED'
  amountFen: number | null
  /** only in the answer to `transfer` while it waits for the user */
  packageInfo: string | null
  failReason: string | null
  createdAt: Date | null
  /** of its last step: with SUCCESS, when the money left us; answers to `transfer` do not tell */
  changedAt: Date | null
}

export interface Bill<Row> {
  /** sha-1 of the file, so that a second look knows whether it is the same; null: nothing happened on that day */
  hash: string | null
  rows: Iterable<Row>
}
export interface TradeRow {
  lineNumber: number
  at: Date
  /** out_trade_no */
  number: string
  transactionId: string
  /** null: a payment */
  refundNumber: string | null
  refundId: string | null
  state: string
  amountFen: number
  refundFen: number
  /** plus: taken from us; minus: given back */
  feeFen: number
}
export interface FundRow {
  lineNumber: number
  at: Date
  /** number at the provider of the payment, refund or transfer */
  providerNumber: string
  flowNumber: string
  /** 交易, 退款, 扣除交易手续费, 退款手续费返还, 商家转账, 提现 ... */
  business: string
  /** plus: came in; minus: went out */
  amountFen: number
  /** of the account after it */
  balanceFen: number
  /** 业务凭证号: our number, when there is one */
  ourNumber: string
}
