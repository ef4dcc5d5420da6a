/**
 * For the fund: as much of a compensation as can go back through the payments of the order is promised as a refund (it
 * needs no confirmation and reaches the account that paid). What is still held for the order is left alone: the order's
 * own refunds may need it. Returns how much was promised; the rest is for a transfer.
 */
import type { Tx } from '../../core/database.ts'
import type { System } from '../../system.ts'
import { heldFenOf, premiumFenOf } from '../books/postings-of-order.ts'
import { lockOrder } from '../collecting/order-queries.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { BY_SYSTEM } from '../payouts/steps.ts'
import { promiseRefund } from './promise-refund.ts'
import { CLAIM_REFUND_PREFIX } from './refund-money.ts'
import { listRefunds } from './refund-queries.ts'
import { openFenOf } from './give-anew.ts'
import { unclaimedOf } from './share-out.ts'

export async function promiseRefundFromFund(
  system: Pick<System, 'clock'>,
  tx: Tx,
  wish: { claimId: string; orderId: string; amountFen: number; reason: string },
): Promise<number> {
  const { claimId, orderId } = wish
  const payments = await lockPayments(tx, orderId)
  await lockOrder(tx, orderId)
  const refunds = await listRefunds(tx, orderId)
  // what failed refunds wait for is left where it is, payment by payment; it is held as well, and counts there only once
  const free = unclaimedOf(payments, refunds)
  const failedFen = refunds.reduce((sum, refund) => sum + (refund.payment_number ? openFenOf(refund) : 0), 0)
  const heldFen = (await heldFenOf(tx, orderId)) + (await premiumFenOf(tx, orderId))
  const reserved = Math.max(0, heldFen - failedFen)
  const freeFen = free.reduce((sum, part) => sum + part.amountFen, 0)
  const promisedFen = Math.max(Math.min(wish.amountFen, freeFen - reserved), 0)
  let left = promisedFen
  for (const { paymentNumber, amountFen } of free) {
    const part = Math.min(amountFen, left)
    left -= part
    if (part === 0) continue
    const refund = {
      refund_key: `${CLAIM_REFUND_PREFIX}${claimId}`,
      order_id: orderId,
      payment_number: paymentNumber,
      amount_fen: part,
      premium_fen: 0,
      claim_id: claimId,
      reason: wish.reason,
    }
    await promiseRefund(tx, refund, BY_SYSTEM, system.clock.now())
  }
  return promisedFen
}
