/** What WeChat Pay says about a payment or a refund, in our words. */
import { OutsideUnavailable } from '../outside-error.ts'
import { PARTY } from './client.ts'
import type { PaymentFact, PaymentState, RefundFact } from './port.ts'

interface Transaction {
  out_trade_no?: string
  transaction_id?: string
  trade_state?: string
  success_time?: string
  amount?: { total?: number }
}
interface Refund {
  out_refund_no?: string
  refund_id?: string
  /** in answers */
  status?: string
  /** in callbacks */
  refund_status?: string
  success_time?: string
  create_time?: string
  amount?: { refund?: number }
}

const PAYMENT_STATES: ReadonlySet<string> = new Set<PaymentState>([
  'NOTPAY',
  'SUCCESS',
  'REFUND',
  'CLOSED',
  'USERPAYING',
  'PAYERROR',
  'REVOKED',
  'ACCEPT',
])
const REFUND_STATES: ReadonlySet<string> = new Set<RefundFact['state']>(['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'])

const timeOf = (text: string | undefined): Date | null =>
  text && !Number.isNaN(Date.parse(text)) ? new Date(text) : null

export function paymentFact(raw: Record<string, unknown>): PaymentFact {
  const { out_trade_no: number, transaction_id, trade_state: state, success_time, amount } = raw as Transaction
  if (!number || !state || !PAYMENT_STATES.has(state))
    throw new OutsideUnavailable(PARTY, 'payment without number or state')
  return {
    state: state as PaymentState,
    number,
    transactionId: transaction_id || null,
    amountFen: Number.isSafeInteger(amount?.total) ? (amount?.total ?? null) : null,
    paidAt: timeOf(success_time),
  }
}

export function refundFact(raw: Record<string, unknown>): RefundFact {
  const {
    out_refund_no: refundNumber,
    refund_id: refundId,
    status,
    refund_status,
    success_time,
    create_time,
    amount,
  } = raw as Refund
  const state = refund_status ?? status ?? ''
  const refundFen = amount?.refund
  if (
    !refundNumber ||
    !refundId ||
    !REFUND_STATES.has(state) ||
    !Number.isSafeInteger(refundFen) ||
    refundFen === undefined
  ) {
    throw new OutsideUnavailable(PARTY, 'refund without number, state or amount')
  }
  return {
    refundNumber,
    refundId,
    state: state as RefundFact['state'],
    refundFen,
    at: timeOf(success_time),
    createdAt: timeOf(create_time),
  }
}
