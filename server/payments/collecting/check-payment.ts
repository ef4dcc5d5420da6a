/** Promises to orders around a payment that is open: ask now, close soon. */
import { OutsideRefusal, OutsideUnavailable } from '../../outside/outside-error.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { captureIfPaid } from './follow-payment.ts'
import { followPaymentAt } from '../follow-key.ts'
import { listPayments, type PaymentRow, type Purpose } from './payment-queries.ts'

const isOpen = ({ state }: PaymentRow): boolean => state === 'created' || state === 'prepaid'

/** Asks the provider and captures what is paid. A provider that does not answer changes nothing: the follow-up goes on by itself. */
export async function checkPayment(
  system: System,
  orderId: string,
  purpose: Purpose = 'order',
): Promise<{ isPaid: boolean }> {
  const payments = await inBooks(system, (tx) => listPayments(tx, orderId, purpose))
  if (payments.some(({ state }) => state === 'captured')) return { isPaid: true }
  for (const payment of payments.filter(isOpen)) {
    try {
      if (await captureIfPaid(system, payment)) return { isPaid: true }
    } catch (error) {
      if (!(error instanceof OutsideUnavailable || error instanceof OutsideRefusal)) throw error
      system.log.warn(
        { number: payment.number, detail: error.detail },
        'the provider could not be asked after a payment',
      )
    }
  }
  return { isPaid: false }
}

/** The order is over: its open payments are closed at the provider, by a job. What turns out to be paid is captured. */
export async function closePayments(system: System, orderId: string, purpose: Purpose = 'order'): Promise<void> {
  await inBooks(system, async (tx) => {
    const now = system.clock.now()
    for (const { number } of (await listPayments(tx, orderId, purpose)).filter(isOpen))
      await followPaymentAt(tx, { number, step: 0, mustClose: true }, now, now)
  })
}
