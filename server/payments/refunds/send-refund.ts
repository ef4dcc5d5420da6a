/**
 * Job: asks for the refund under its number until the provider took it, then asks after it until it has an outcome.
 * The callback usually comes first and ends this.
 */
import { addSeconds } from '../../core/clock.ts'
import { OutsideRefusal, OutsideUnavailable } from '../../outside/outside-error.ts'
import { PayRefusal } from '../../outside/wechat-pay/client.ts'
import type { RefundFact } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { sendRefundAt, type SendRefund } from '../follow-key.ts'
import { findPayment, lockPayments } from '../collecting/payment-queries.ts'
import { findRefund, noteRefundError, OPEN_AT_PROVIDER, type RefundRow } from './refund-queries.ts'
import { fail, settleRefund } from './settle-refund.ts'

/** seconds between looks; the last one repeats until there is an outcome */
const LADDER = [30, 60, 300, 1800, 7200, 21_600, 86_400]

export async function sendRefund(system: System, task: SendRefund): Promise<void> {
  const refund = await inBooks(system, (tx) => findRefund(tx, task.number))
  if (!refund?.payment_number || !OPEN_AT_PROVIDER.includes(refund.state)) return
  try {
    const fact =
      refund.state === 'requested'
        ? await ask(system, refund, refund.payment_number)
        : await system.outside.wechatPay.queryRefund(refund.number)
    const outcome = fact && (await settleRefund(system, fact))
    if (outcome === 'settled' || outcome === 'known') return
  } catch (error) {
    if (isFinal(error)) return giveBack(system, refund, error)
    if (!(error instanceof OutsideUnavailable || error instanceof OutsideRefusal)) throw error
    system.log.warn(
      { number: refund.number, detail: error.detail },
      'a refund could not be sent or asked after, goes on later',
    )
    await inBooks(system, (tx) => noteRefundError(tx, refund.number, error.detail ?? error.message, system.clock.now()))
  }
  await inBooks(system, (tx) => {
    const now = system.clock.now()
    const seconds = LADDER[Math.min(task.step, LADDER.length - 1)] ?? 86_400
    return sendRefundAt(tx, { ...task, step: task.step + 1 }, now, addSeconds(now, seconds))
  })
}

/** A refusal of the request can hide a refund that exists (an answer was lost, our address changed): ask before believing it. */
async function ask(system: System, refund: RefundRow, paymentNumber: string): Promise<RefundFact> {
  const { wechatPay } = system.outside
  const payment = await inBooks(system, (tx) => findPayment(tx, paymentNumber))
  const totalFen = payment?.amount_fen ?? refund.amount_fen
  try {
    return await wechatPay.refund({
      refundNumber: refund.number,
      number: paymentNumber,
      refundFen: refund.amount_fen,
      totalFen,
      reason: refund.reason,
    })
  } catch (error) {
    const existing = error instanceof PayRefusal ? await wechatPay.queryRefund(refund.number) : null
    if (existing) return existing
    throw error
  }
}

/** said about the business, not about our signature, our rights or our balance: those a person puts right, and it goes on */
const FINAL_CODES = new Set([
  'INVALID_REQUEST',
  'RULE_LIMIT',
  'PARAM_ERROR',
  'RESOURCE_NOT_EXISTS',
  'TRADE_ERROR',
  'USER_ACCOUNT_ABNORMAL',
])
const isFinal = (error: unknown): error is PayRefusal =>
  error instanceof PayRefusal && FINAL_CODES.has(error.vendorCode)

async function giveBack(system: System, refund: RefundRow, refusal: PayRefusal): Promise<void> {
  system.log.error({ number: refund.number, detail: refusal.detail }, 'the provider refused a refund')
  await inBooks(system, async (tx) => {
    await lockPayments(tx, refund.order_id)
    const now = system.clock.now()
    await noteRefundError(tx, refund.number, refusal.detail ?? refusal.vendorCode, now)
    await fail(tx, refund, `微信支付没有接受（${refusal.vendorCode}）`, now)
  })
}
