/** How a refund is shared out over the payments of an order (pure). */
import type { PaymentRow } from '../collecting/payment-queries.ts'
import { PENDING, type RefundRow } from './refund-queries.ts'

export interface Part {
  paymentNumber: string
  amountFen: number
}
type Payment = Pick<PaymentRow, 'number' | 'state' | 'amount_fen' | 'paid_at'>
type Refund = Pick<RefundRow, 'payment_number' | 'state' | 'amount_fen'>

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

/** Null when more is wanted than there is. */
export function shareOut(payments: Payment[], refunds: Refund[], amountFen: number): Part[] | null {
  const parts: Part[] = []
  let left = amountFen
  for (const { paymentNumber, amountFen: free } of freeOf(payments, refunds)) {
    const part = Math.min(free, left)
    if (part > 0) parts.push({ paymentNumber, amountFen: part })
    left -= part
  }
  return left === 0 ? parts : null
}
