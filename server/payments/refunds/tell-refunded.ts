import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { listRefundsOfKey, type RefundRow } from './refund-queries.ts'

/** Once, when the last of its key has arrived. */
export async function tellRefunded(
  tx: Tx,
  { order_id: orderId, refund_key: refundKey }: RefundRow,
  now: Date,
): Promise<void> {
  const parts = await listRefundsOfKey(tx, refundKey)
  if (!parts.every(({ state }) => state === 'refunded')) return
  const amountFen = parts.reduce((sum, part) => sum + part.amount_fen, 0)
  await emit(tx, 'payments.refunded', { orderId, refundKey, amountFen }, now)
}
