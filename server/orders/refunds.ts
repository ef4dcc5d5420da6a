/** A promise to the family: written down with who bears it, and told to payments, once per key. */
import type { Tx } from '../core/database.ts'
import { emit } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import type { BornBy } from './order-money.ts'

/** the premium goes back whole, once, apart from the price; a new try of it has a key that ends the same */
export const premiumKey = (start: string): string => `${start}:premium`
export const isOfPremium = (refundKey: string): boolean => refundKey.endsWith(premiumKey(''))

export async function promiseRefund(
  tx: Tx,
  refund: {
    orderId: string
    refundKey: string
    amountFen: number
    fromPremiumFen?: number
    anewFen?: number
    bornBy?: BornBy
    reason: string
    now: Date
  },
): Promise<void> {
  const { orderId, refundKey, amountFen, fromPremiumFen = 0, anewFen = 0, bornBy = 'shared', reason, now } = refund
  const isNew = await tx.run(sql`
    insert into orders.refunds (refund_key, order_id, amount_fen, born_by, reason, at)
    values (${refundKey}, ${orderId}, ${amountFen}, ${bornBy}, ${reason}, ${now}) on conflict do nothing`)
  if (isNew === 0) return
  await emit(tx, 'orders.refund-due', { orderId, refundKey, amountFen, fromPremiumFen, anewFen, reason }, now)
}
