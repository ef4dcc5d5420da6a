/** What the postings of one order say about it, read while the order is locked. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import { balanceOf, heldOf, isPosted, PREMIUM } from './books.ts'

export const couponKey = (orderId: string): string => `discounted:${orderId}`
export const isDiscounted = (tx: Tx, orderId: string): Promise<boolean> => isPosted(tx, couponKey(orderId))

export const heldFenOf = async (tx: Tx, orderId: string): Promise<number> => 0 - (await balanceOf(tx, heldOf(orderId)))

/** the part that lies with the insurer's premium: booked and not given back */
export async function premiumFenOf(tx: Tx, orderId: string): Promise<number> {
  const row = await tx.one<{ fen: number }>(sql`
    select coalesce(-sum(e.amount_fen), 0)::bigint as fen from payments.postings p
    join payments.entries e on e.posting_id = p.id and e.account = ${PREMIUM} where p.order_id = ${orderId}`)
  return row.fen
}
/** was there ever a premium of this order in the books? */
export const isInsured = async (tx: Tx, orderId: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 from payments.postings where order_id = ${orderId} and kind = 'insured'`)) !== null
