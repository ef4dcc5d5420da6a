/** What WeChat Pay says about a payment, a refund or a transfer, in our words. */
import { OutsideUnavailable } from '../outside-error.ts'
import { PARTY } from './client.ts'
import type { PaymentFact, PaymentState, RefundFact, TransferFact } from './port.ts'

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
interface TransferBill {
  out_bill_no?: string
  transfer_bill_no?: string
  state?: string
  transfer_amount?: number
  package_info?: string
  fail_reason?: string
  create_time?: string
  update_time?: string
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
const TRANSFER_STATES: ReadonlySet<string> = new Set<TransferFact['state']>([
  'ACCEPTED',
  'PROCESSING',
  'WAIT_USER_CONFIRM',
  'TRANSFERING',
  'SUCCESS',
  'FAIL',
  'CANCELING',
  'CANCELLED',
])

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

export function transferFact(raw: Record<string, unknown>): TransferFact {
  const bill = raw as TransferBill
  const { out_bill_no: number, transfer_bill_no: billNumber, state, transfer_amount: amountFen } = bill
  if (!number || !billNumber || !state || !TRANSFER_STATES.has(state))
    throw new OutsideUnavailable(PARTY, 'transfer without number or state', { isOutcomeUnknown: true })
  return {
    number,
    billNumber,
    state: state as TransferFact['state'],
    amountFen: Number.isSafeInteger(amountFen) ? (amountFen ?? null) : null,
    packageInfo: bill.package_info || null,
    failReason: bill.fail_reason || null,
    createdAt: timeOf(bill.create_time),
    changedAt: timeOf(bill.update_time),
  }
}
