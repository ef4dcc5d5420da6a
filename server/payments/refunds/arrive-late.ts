/**
 * A refund that had failed here arrived all the same. It is taken from where it had gone back to. When it is not there any
 * more (released), or another was made in its place (the family would have it twice), the difference stands in suspense,
 * loudly, until a person has found out.
 */
import type { Tx } from '../../core/database.ts'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { balanceOf, FUND, post, PROVIDER, SUSPENSE, type Entry } from '../books/books.ts'
import { heldFenOf, premiumFenOf } from '../books/postings-of-order.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { addStep, BY_PROVIDER } from '../payouts/steps.ts'
import { sourcesAgain } from './refund-money.ts'
import {
  countAgain,
  listRefunds,
  listRefundsOfKey,
  moveRefund,
  noteLate,
  type RefundRow,
  type Settlement,
} from './refund-queries.ts'
import { freeOf } from './share-out.ts'
import { tellRefunded } from './tell-refunded.ts'

export async function arriveLate(system: System, tx: Tx, refund: RefundRow, now: Date): Promise<Settlement> {
  if (refund.late_at) return 'known'
  const { number, order_id: orderId, amount_fen: amountFen } = refund
  const counted = (await listRefundsOfKey(tx, refund.refund_key)).find(
    (it) => it.payment_number === refund.payment_number,
  )
  const isReplaced = counted !== undefined && counted.number !== number
  // or the desk gave it (or a part of it) anew under a key of its own
  const isDouble = (isReplaced && counted.state !== 'failed') || refund.anew_fen > 0
  if (counted && isReplaced && !isDouble) await countAgain(tx, number, counted.number)
  const isThere = !isDouble && (await isStillThere(tx, refund))
  await noteLate(tx, number, now)
  // more than was paid can never stand as refunded: the database refuses it, and so the row stays failed
  if (!isDouble && (await fits(tx, refund))) await moveRefund(tx, number, ['failed'], 'refunded', now)
  const from: Entry[] = isThere ? sourcesAgain(refund) : [{ account: SUSPENSE, amountFen }]
  const sentence = `退款 ${yuan(amountFen)} 先报失败，后来仍然到账${isThere ? '' : '，先挂账待查'}`
  await addStep(tx, { subject: number, actor: BY_PROVIDER, what: sentence, at: now })
  if (!isThere)
    system.log.error(
      { number, orderId, amountFen, isDouble },
      'a refund that had failed arrived, and its money is not there any more: it stands in suspense',
    )
  if (!isDouble) await tellRefunded(tx, refund, now)
  await post(tx, {
    key: `refund-settled:${number}`,
    orderId,
    kind: 'refund-late',
    reference: number,
    sentence,
    at: now,
    entries: [...from, { account: PROVIDER, amountFen: -amountFen }],
  })
  return 'settled'
}

async function isStillThere(tx: Tx, refund: RefundRow): Promise<boolean> {
  const { order_id: orderId, amount_fen: amountFen, premium_fen: premiumFen } = refund
  if (refund.claim_id) return 0 - (await balanceOf(tx, FUND)) >= amountFen
  return (
    (await heldFenOf(tx, orderId)) >= amountFen - premiumFen &&
    (premiumFen === 0 || (await premiumFenOf(tx, orderId)) >= premiumFen)
  )
}

async function fits(tx: Tx, refund: RefundRow): Promise<boolean> {
  const free = freeOf(await lockPayments(tx, refund.order_id), await listRefunds(tx, refund.order_id))
  return free.some((part) => part.paymentNumber === refund.payment_number && part.amountFen >= refund.amount_fen)
}
