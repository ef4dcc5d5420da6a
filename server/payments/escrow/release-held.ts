/** Reaction to orders.confirmed: what is still held was earned. Payouts to companions come with the money issue. */
import type { EventPayload } from '@banyi/contract/events'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { balanceOf, COMMISSION, heldOf, inBooks, post } from '../books/books.ts'
import { lockPayments } from '../collecting/payment-queries.ts'

export async function releaseHeld(system: System, { orderId }: EventPayload<'orders.settlement-due'>): Promise<void> {
  await inBooks(system, async (tx) => {
    await lockPayments(tx, orderId)
    const amountFen = -(await balanceOf(tx, heldOf(orderId)))
    if (amountFen === 0) return
    await post(tx, {
      key: `released:${orderId}`,
      orderId,
      kind: 'released',
      reference: '',
      sentence: `服务已确认，托管的 ${yuan(amountFen)} 转为收入`,
      at: system.clock.now(),
      entries: [
        { account: heldOf(orderId), amountFen },
        { account: COMMISSION, amountFen: -amountFen },
      ],
    })
  })
}
