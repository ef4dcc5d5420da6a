/** Reaction to orders.refund-due: the refund is promised in the books and a job asks the provider. Once per refund key. */
import type { EventPayload } from '@banyi/contract/events'
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { heldOf, inBooks, post, refundingOf } from '../books/books.ts'
import { sendRefundAt } from '../follow-key.ts'
import { newRefundNumber } from '../numbers.ts'
import { lockPayments, type PaymentRow } from '../collecting/payment-queries.ts'
import { insertRefund, listRefunds, PENDING, type RefundRow } from './refund-queries.ts'

type RefundDue = EventPayload<'orders.refund-due'>

export async function startRefund(system: System, due: RefundDue): Promise<void> {
  if (due.amountFen === 0) return
  await inBooks(system, async (tx) => {
    const payments = await lockPayments(tx, due.orderId)
    const before = await listRefunds(tx, due.orderId)
    if (before.some(({ refund_key: key }) => key === due.refundKey)) return
    const parts = shareOut(payments, before, due.amountFen)
    await (parts ? promise(system, tx, due, parts) : refuse(system, tx, due))
  })
}

interface Part {
  paymentNumber: string
  amountFen: number
}

/** Newest payment first: a second one is a mistake and goes back whole. Null when more is wanted than there is. */
export function shareOut(
  payments: Pick<PaymentRow, 'number' | 'state' | 'amount_fen' | 'paid_at'>[],
  refunds: Pick<RefundRow, 'payment_number' | 'state' | 'amount_fen'>[],
  amountFen: number,
): Part[] | null {
  const parts: Part[] = []
  let left = amountFen
  const captured = payments
    .filter(({ state }) => state === 'captured')
    .toSorted((a, b) => (b.paid_at?.getTime() ?? 0) - (a.paid_at?.getTime() ?? 0))
  for (const payment of captured) {
    const given = refunds.filter(
      (refund) =>
        refund.payment_number === payment.number && (refund.state === 'refunded' || PENDING.includes(refund.state)),
    )
    const free = payment.amount_fen - given.reduce((sum, refund) => sum + refund.amount_fen, 0)
    const part = Math.min(free, left)
    if (part > 0) parts.push({ paymentNumber: payment.number, amountFen: part })
    left -= part
  }
  return left === 0 ? parts : null
}

async function promise(system: System, tx: Tx, due: RefundDue, parts: Part[]): Promise<void> {
  const { orderId, refundKey, reason } = due
  const now = system.clock.now()
  for (const { paymentNumber, amountFen } of parts) {
    const number = newRefundNumber(now)
    await insertRefund(
      tx,
      {
        number,
        refund_key: refundKey,
        order_id: orderId,
        payment_number: paymentNumber,
        amount_fen: amountFen,
        reason,
        state: 'requested',
      },
      now,
    )
    await post(tx, {
      key: `refund-requested:${number}`,
      orderId,
      kind: 'refund-requested',
      reference: number,
      sentence: `退款 ${yuan(amountFen)}：${reason}`,
      at: now,
      entries: [
        { account: heldOf(orderId), amountFen },
        { account: refundingOf(orderId), amountFen: -amountFen },
      ],
    })
    await sendRefundAt(tx, { number, step: 0 }, now, now)
  }
}

/** Nothing is cut in silence: a refund that does not fit is refused whole, written down and told. */
async function refuse(system: System, tx: Tx, { orderId, refundKey, amountFen, reason }: RefundDue): Promise<void> {
  const now = system.clock.now()
  await insertRefund(
    tx,
    {
      number: newRefundNumber(now),
      refund_key: refundKey,
      order_id: orderId,
      payment_number: null,
      amount_fen: amountFen,
      reason,
      state: 'refused',
    },
    now,
  )
  await emit(
    tx,
    'payments.refund-failed',
    { orderId, refundKey, amountFen, reason: '退款金额超过家属已支付且未退的金额', isFinal: true },
    now,
  )
  system.log.error({ orderId, refundKey, amountFen }, 'a refund larger than what is left of the payments was refused')
}
