/**
 * Reaction to orders.refund-due: the refund is promised in the books and a job asks the provider. Once per refund key. What
 * counts as the new try of refunds that failed goes back through their payments, and they are not made again in their place.
 */
import type { EventPayload } from '@banyi/contract/events'
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { heldFenOf, isInsured, premiumFenOf } from '../books/postings-of-order.ts'
import { lockOrder } from '../collecting/order-queries.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { newRefundNumber } from '../numbers.ts'
import { addStep, BY_SYSTEM } from '../payouts/steps.ts'
import { promiseRefund } from './promise-refund.ts'
import { takeAnew } from './give-anew.ts'
import { insertRefund, listRefunds, noteAnew } from './refund-queries.ts'
import { shareOut, type Part } from './share-out.ts'

type RefundDue = EventPayload<'orders.refund-due'>

export async function startRefund(system: System, due: RefundDue): Promise<void> {
  const { orderId, refundKey, amountFen } = due
  if (amountFen === 0) return
  await inBooks(system, async (tx) => {
    const payments = await lockPayments(tx, orderId)
    await lockOrder(tx, orderId)
    const before = await listRefunds(tx, orderId)
    if (before.some(({ refund_key: key }) => key === refundKey)) return
    const anew = takeAnew(before, due.anewFen ?? 0)
    // not open any more: whoever refuses it must not leave it to be given once more
    if (!anew) return refuse(system, tx, due, '没退成的那一笔已经在重新退', amountFen)
    const parts = shareOut(payments, before, amountFen, anew)
    if (!parts) return refuse(system, tx, due, '退款金额超过家属已支付且未退的金额')
    const fromPremiumFen = due.fromPremiumFen + anew.reduce((sum, one) => sum + one.premiumFen, 0)
    if (fromPremiumFen > amountFen) return refuse(system, tx, due, '退款里的保费多于退款本身')
    if (fromPremiumFen > 0 && !(await isInsured(tx, orderId)))
      throw new Error(`order ${orderId}: its premium is not in the books yet, the refund waits`)
    if (fromPremiumFen > 0 && fromPremiumFen > (await premiumFenOf(tx, orderId)))
      return refuse(system, tx, due, '保费已经退过')
    if (amountFen - fromPremiumFen > (await heldFenOf(tx, orderId)))
      return refuse(system, tx, due, '托管的钱不够退：订单已经结算，请走先行赔付')
    for (const one of anew) await noteAnew(tx, one.number, one.amountFen, system.clock.now())
    await promise(system, tx, { ...due, fromPremiumFen }, parts)
  })
}

async function promise(system: System, tx: Tx, due: RefundDue, parts: Part[]): Promise<void> {
  let premiumLeft = due.fromPremiumFen
  for (const { paymentNumber, amountFen } of parts) {
    const premiumFen = Math.min(premiumLeft, amountFen)
    premiumLeft -= premiumFen
    const refund = {
      refund_key: due.refundKey,
      order_id: due.orderId,
      payment_number: paymentNumber,
      amount_fen: amountFen,
      premium_fen: premiumFen,
      claim_id: null,
      reason: due.reason,
    }
    await promiseRefund(tx, refund, BY_SYSTEM, system.clock.now())
  }
}

/** Nothing is cut in silence: a refund that does not fit is refused whole, written down and told. */
async function refuse(system: System, tx: Tx, due: RefundDue, why: string, anewFen = 0): Promise<void> {
  const { orderId, refundKey, amountFen, fromPremiumFen, reason } = due
  const now = system.clock.now()
  const number = newRefundNumber(now)
  await insertRefund(
    tx,
    {
      number,
      refund_key: refundKey,
      order_id: orderId,
      payment_number: null,
      amount_fen: amountFen,
      premium_fen: fromPremiumFen,
      claim_id: null,
      reason,
      state: 'refused',
    },
    now,
  )
  if (anewFen > 0) await noteAnew(tx, number, anewFen, now)
  await addStep(tx, { subject: number, actor: BY_SYSTEM, what: `没有退款 ${yuan(amountFen)}：${why}`, reason, at: now })
  await emit(tx, 'payments.refund-failed', { orderId, refundKey, amountFen, reason: why, isFinal: true }, now)
  system.log.error({ orderId, refundKey, amountFen, why }, 'a refund that does not fit was refused whole')
}
