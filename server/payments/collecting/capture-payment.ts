/** Money came in: payment, posting and event in one transaction, once, whoever tells it first (callback, query, bill). */
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import { cancelTask } from '../../core/tasks.ts'
import type { PaymentFact } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { heldOf, inBooks, post, PROVIDER } from '../books/books.ts'
import { followKey } from '../follow-key.ts'
import { findPayment, lockPayments, markCaptured } from './payment-queries.ts'

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
  const { order_id: orderId } = found
  await lockPayments(tx, orderId)
  const now = system.clock.now()
  if (!(await markCaptured(tx, fact.number, transactionId, paidAt, now))) return 'known'
  await cancelTask(tx, followKey(fact.number))
  await emit(
    tx,
    'payments.captured',
    { orderId, paymentNumber: fact.number, amountFen, paidAt: paidAt.toISOString() },
    now,
  )
  // last, because it locks the one account of the provider until the commit
  await post(tx, {
    key: `captured:${fact.number}`,
    orderId,
    kind: 'captured',
    reference: fact.number,
    sentence: `家属通过微信支付了 ${yuan(amountFen)}，由平台托管`,
    at: now,
    entries: [
      { account: PROVIDER, amountFen },
      { account: heldOf(orderId), amountFen: -amountFen },
    ],
  })
  return 'captured'
}
