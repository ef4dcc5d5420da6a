/** How a refund is shared out over the payments of an order (pure). */
import type { PaymentRow } from '../collecting/payment-queries.ts'
import { openFenOf, type Anew } from './give-anew.ts'
import { PENDING, type RefundRow } from './refund-queries.ts'

export interface Part {
  paymentNumber: string
  amountFen: number
}
type Payment = Pick<PaymentRow, 'number' | 'state' | 'amount_fen' | 'paid_at'>
type Refund = RefundRow

/** What of each captured payment was neither given back nor promised, newest payment first: a second one is a mistake. */
export function freeOf(payments: Payment[], refunds: Refund[]): Part[] {
  return payments
    .filter(({ state }) => state === 'captured')
    .toSorted((a, b) => (b.paid_at?.getTime() ?? 0) - (a.paid_at?.getTime() ?? 0))
    .map(({ number, amount_fen: fen }) => {
      const given = refunds.filter(
        ({ payment_number: of, state }) => of === number && (state === 'refunded' || PENDING.includes(state)),
      )
      return { paymentNumber: number, amountFen: fen - given.reduce((sum, refund) => sum + refund.amount_fen, 0) }
    })
}

/** ... and neither waits to be given anew because its refund failed: that goes back through the very payment it came by */
export const unclaimedOf = (payments: Payment[], refunds: Refund[]): Part[] =>
  freeOf(payments, refunds).map(({ paymentNumber, amountFen }) => {
    const failed = refunds.filter(({ payment_number: of }) => of === paymentNumber)
    return {
      paymentNumber,
      amountFen: Math.max(0, amountFen - failed.reduce((sum, refund) => sum + openFenOf(refund), 0)),
    }
  })

/** Null when more is wanted than there is. `anew`: of failed refunds, each through its own payment. */
export function shareOut(
  payments: Payment[],
  refunds: Refund[],
  amountFen: number,
  anew: Pick<Anew, 'paymentNumber' | 'amountFen'>[] = [],
): Part[] | null {
  const ownOf = (paymentNumber: string): number =>
    anew.reduce((sum, one) => sum + (one.paymentNumber === paymentNumber ? one.amountFen : 0), 0)
  const free = unclaimedOf(payments, refunds).map((part) => ({ ...part, ownFen: ownOf(part.paymentNumber) }))
  let left = amountFen - free.reduce((sum, { ownFen }) => sum + ownFen, 0)
  const parts: Part[] = []
  for (const { paymentNumber, amountFen: freeFen, ownFen } of free) {
    const part = Math.min(freeFen, left)
    left -= part
    if (ownFen + part > 0) parts.push({ paymentNumber, amountFen: ownFen + part })
  }
  return left === 0 ? parts : null
}
