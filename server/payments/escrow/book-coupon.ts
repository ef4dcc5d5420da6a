/** Reaction to orders.discounted: the funder of the coupon owes the rest of the price, and that is held as well. */
import type { EventPayload } from '@banyi/contract/events'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { couponOf, heldOf, inBooks, post } from '../books/books.ts'
import { couponKey } from '../books/postings-of-order.ts'
import { lockOrder, noteCoupon } from '../collecting/order-queries.ts'
import { lockPayments } from '../collecting/payment-queries.ts'

export async function bookCoupon(system: System, due: EventPayload<'orders.discounted'>): Promise<void> {
  const { orderId, couponFen, funderCode, couponName } = due
  if (couponFen === 0) return
  await inBooks(system, async (tx) => {
    await lockPayments(tx, orderId)
    if (!(await lockOrder(tx, orderId))) throw new Error(`order ${orderId} is not paid yet: its coupon waits`)
    const posted = await post(tx, {
      key: couponKey(orderId),
      orderId,
      kind: 'discounted',
      reference: '',
      sentence: `优惠券“${couponName}”抵扣 ${yuan(couponFen)}，由出资方承担`,
      at: system.clock.now(),
      entries: [
        { account: couponOf(funderCode), amountFen: couponFen },
        { account: heldOf(orderId), amountFen: -couponFen },
      ],
    })
    if (posted) await noteCoupon(tx, orderId, couponFen)
  })
}
