/** Reaction to orders.frozen: while a dispute is open nothing is released. Words come late and out of order: the newest counts. */
import type { EventPayload } from '@banyi/contract/events'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { lockOrder, noteFrozen } from '../collecting/order-queries.ts'

export async function freezeRelease(
  system: System,
  { orderId, isFrozen, at }: EventPayload<'orders.frozen'>,
): Promise<void> {
  await inBooks(system, async (tx) => {
    if (!(await lockOrder(tx, orderId))) throw new Error(`order ${orderId} is not paid yet: its dispute waits`)
    await noteFrozen(tx, orderId, isFrozen, new Date(at))
  })
}
