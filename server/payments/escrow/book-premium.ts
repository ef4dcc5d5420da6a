/** Reaction to insurance.bound: the insurer has it, so the premium is the insurer's and no longer held for the order. */
import type { EventPayload } from '@banyi/contract/events'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { heldOf, inBooks, post, PREMIUM } from '../books/books.ts'
import { lockOrder } from '../collecting/order-queries.ts'
import { lockPayments } from '../collecting/payment-queries.ts'

export async function bookPremium(system: System, bound: EventPayload<'insurance.bound'>): Promise<void> {
  const { orderId, policyId, policyNumber, planName, premiumFen } = bound
  if (premiumFen === 0) return
  await inBooks(system, async (tx) => {
    await lockPayments(tx, orderId)
    if (!(await lockOrder(tx, orderId))) throw new Error(`order ${orderId} is not paid yet: its premium waits`)
    // throws when less is held, and is tried again: a refund that fails puts it back
    await post(tx, {
      key: `insured:${policyId}`,
      orderId,
      kind: 'insured',
      reference: policyNumber,
      sentence: `${planName} 已承保，保费 ${yuan(premiumFen)} 转为应付保险公司`,
      at: system.clock.now(),
      entries: [
        { account: heldOf(orderId), amountFen: premiumFen },
        { account: PREMIUM, amountFen: -premiumFen },
      ],
    })
  })
}
