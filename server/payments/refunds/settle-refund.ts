/** What became of a refund, told by callback, answer or query: state, posting and event in one transaction, once. */
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import { cancelTask } from '../../core/tasks.ts'
import type { RefundFact } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { heldOf, inBooks, post, PROVIDER, refundingOf } from '../books/books.ts'
import { SEND_REFUND } from '../follow-key.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { findRefund, listRefundsOfKey, moveRefund, noteRefundAtProvider, type RefundRow } from './refund-queries.ts'

export type Settlement = 'settled' | 'open' | 'known' | 'unknown-number' | 'wrong-amount'

/** `fact` comes from the provider, proven. */
export function settleRefund(system: System, fact: RefundFact): Promise<Settlement> {
  return inBooks(system, (tx) => settleIn(system, tx, fact))
}

export async function settleIn(system: System, tx: Tx, fact: RefundFact): Promise<Settlement> {
  const refund = await findRefund(tx, fact.refundNumber)
  if (!refund?.payment_number) return 'unknown-number'
  if (fact.refundFen !== refund.amount_fen) {
    system.log.error(
      { number: refund.number, hereFen: refund.amount_fen, thereFen: fact.refundFen },
      'a refund at the provider differs from ours: nothing was settled',
    )
    return 'wrong-amount'
  }
  await lockPayments(tx, refund.order_id)
  const now = system.clock.now()
  await noteRefundAtProvider(tx, refund.number, fact, now)
  if (fact.state === 'SUCCESS') return succeed(tx, refund, now)
  if (fact.state === 'CLOSED') return fail(tx, refund, '微信支付关闭了这笔退款', now)
  if (fact.state === 'ABNORMAL') return hang(tx, refund, now)
  await moveRefund(tx, refund.number, ['requested'], 'processing', now)
  return 'open'
}

async function succeed(tx: Tx, refund: RefundRow, now: Date): Promise<Settlement> {
  const { number, order_id: orderId, amount_fen: amountFen, refund_key: refundKey } = refund
  const wasFailed = (await moveRefund(tx, number, ['failed'], 'refunded', now)) !== null
  if (!wasFailed && !(await moveRefund(tx, number, ['requested', 'processing', 'abnormal'], 'refunded', now)))
    return 'known'
  // one that had failed went back to the order: it is taken from there again
  const from = [{ account: wasFailed ? heldOf(orderId) : refundingOf(orderId), amountFen }]
  await cancelTask(tx, `${SEND_REFUND}:${number}`)
  const parts = await listRefundsOfKey(tx, refundKey)
  if (parts.every(({ state }) => state === 'refunded')) {
    await emit(
      tx,
      'payments.refunded',
      { orderId, refundKey, amountFen: parts.reduce((sum, part) => sum + part.amount_fen, 0) },
      now,
    )
  }
  // last, because it locks the one account of the provider until the commit
  await post(tx, {
    key: `refund-settled:${number}`,
    orderId,
    kind: 'refund-settled',
    reference: number,
    sentence: `退款 ${yuan(amountFen)} 已经退回家属的支付账户`,
    at: now,
    entries: [...from, { account: PROVIDER, amountFen: -amountFen }],
  })
  return 'settled'
}

/** The provider will not do it: the money belongs to the order again, or to us when the visit was confirmed meanwhile. */
export async function fail(tx: Tx, refund: RefundRow, reason: string, now: Date): Promise<Settlement> {
  const { number, order_id: orderId, amount_fen: amountFen, refund_key: refundKey } = refund
  if (!(await moveRefund(tx, number, ['requested', 'processing', 'abnormal'], 'failed', now))) return 'known'
  await post(tx, {
    key: `refund-failed:${number}`,
    orderId,
    kind: 'refund-failed',
    reference: number,
    sentence: `退款 ${yuan(amountFen)} 没有成功：${reason}`,
    at: now,
    entries: [
      { account: refundingOf(orderId), amountFen },
      { account: heldOf(orderId), amountFen: -amountFen },
    ],
  })
  await cancelTask(tx, `${SEND_REFUND}:${number}`)
  await emit(tx, 'payments.refund-failed', { orderId, refundKey, amountFen, reason, isFinal: true }, now)
  return 'settled'
}

/** The family's card is dead: the money left our account and waits at the provider for a person. Asked after daily. */
async function hang(tx: Tx, refund: RefundRow, now: Date): Promise<Settlement> {
  const { number, order_id: orderId, amount_fen: amountFen, refund_key: refundKey } = refund
  if (!(await moveRefund(tx, number, ['requested', 'processing'], 'abnormal', now))) return 'open'
  await emit(
    tx,
    'payments.refund-failed',
    { orderId, refundKey, amountFen, reason: '家属的收款账户异常，请在微信商户平台处理异常退款', isFinal: false },
    now,
  )
  return 'open'
}
