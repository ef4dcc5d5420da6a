/** Money came in: payment, posting and event in one transaction, once, whoever tells it first (callback, query, bill). */
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import { cancelTask } from '../../core/tasks.ts'
import type { PaymentFact } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { earningsOf, heldOf, inBooks, post, PROVIDER } from '../books/books.ts'
import { followKey } from '../follow-key.ts'
import { recordEarning } from '../payouts/record-earning.ts'
import { addTip, noteOrder } from './order-queries.ts'
import { findPayment, lockPayments, markCaptured, type PaymentRow } from './payment-queries.ts'

export type Capture = 'captured' | 'known' | 'unknown-number' | 'wrong-amount'

/** REFUND is a payment of which something went back: it was paid all the same. */
export const isPaid = (fact: PaymentFact): boolean => fact.state === 'SUCCESS' || fact.state === 'REFUND'

/** `fact` comes from the provider, proven, and says that it is paid. Nothing is written when it does not fit our row. */
export function capturePayment(system: System, fact: PaymentFact): Promise<Capture> {
  return inBooks(system, (tx) => captureIn(system, tx, fact))
}

export async function captureIn(system: System, tx: Tx, fact: PaymentFact): Promise<Capture> {
  const found = await findPayment(tx, fact.number)
  if (!found) return 'unknown-number'
  const { transactionId, paidAt, amountFen } = fact
  if (amountFen !== found.amount_fen || !transactionId || !paidAt) {
    system.log.error(
      { number: fact.number, hereFen: found.amount_fen, thereFen: amountFen },
      'a payment at the provider differs from ours: nothing was captured',
    )
    return 'wrong-amount'
  }
  await lockPayments(tx, found.order_id)
  const now = system.clock.now()
  if (!(await markCaptured(tx, fact.number, transactionId, paidAt, now))) return 'known'
  await cancelTask(tx, followKey(fact.number))
  await (found.payee_id ? captureTip(tx, found, found.payee_id, now) : captureOrder(tx, found, paidAt, now))
  return 'captured'
}

async function captureOrder(tx: Tx, payment: PaymentRow, paidAt: Date, now: Date): Promise<void> {
  const { number, order_id: orderId, amount_fen: amountFen } = payment
  await noteOrder(tx, { orderId, number: payment.attach, accountId: payment.account_id, paidAt })
  await emit(tx, 'payments.captured', { orderId, paymentNumber: number, amountFen, paidAt: paidAt.toISOString() }, now)
  // last, because it locks the one account of the provider until the commit
  await post(tx, {
    key: `captured:${number}`,
    orderId,
    kind: 'captured',
    reference: number,
    sentence: `家属通过微信支付了 ${yuan(amountFen)}，由平台托管`,
    at: now,
    entries: [
      { account: PROVIDER, amountFen },
      { account: heldOf(orderId), amountFen: -amountFen },
    ],
  })
}

/** All of it is the companion's at once: it is not held, and refunds of the order do not touch it. */
async function captureTip(tx: Tx, payment: PaymentRow, payeeId: string, now: Date): Promise<void> {
  const { number, order_id: orderId, amount_fen: amountFen } = payment
  await addTip(tx, orderId, amountFen)
  await emit(tx, 'payments.tipped', { orderId, companionId: payeeId, amountFen }, now)
  const postingId = await post(tx, {
    key: `captured:${number}`,
    orderId,
    kind: 'tipped',
    reference: number,
    sentence: `家属送了感谢红包 ${yuan(amountFen)}，全部归陪诊员`,
    at: now,
    entries: [
      { account: PROVIDER, amountFen },
      { account: earningsOf(payeeId), amountFen: -amountFen },
    ],
  })
  if (!postingId) return
  await recordEarning(tx, {
    postingId,
    payeeId,
    kind: 'tip',
    title: '感谢红包',
    orderId,
    orderNumber: payment.attach,
    lines: [{ code: 'tip', name: '感谢红包', amountFen, why: '家属送的，平台不抽取' }],
    amountFen,
    at: now,
  })
}
