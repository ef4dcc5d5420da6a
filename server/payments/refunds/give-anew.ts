/**
 * What failed refunds left to be given anew (pure). There are two doors: finance makes a failed one again in its place, and
 * the order's desk gives a new refund that counts first as the new try of what failed. Each fen goes through one of them.
 */
import type { RefundRow } from './refund-queries.ts'

type Row = Pick<
  RefundRow,
  | 'number'
  | 'payment_number'
  | 'state'
  | 'amount_fen'
  | 'premium_fen'
  | 'anew_fen'
  | 'again_number'
  | 'late_at'
  | 'claim_id'
>

/** of this one, not with the family and not on its way to it again; of a refused one orders holds the promise up as well */
export const openFenOf = (row: Row): number =>
  (row.state === 'failed' || row.state === 'refused') && !row.again_number && !row.late_at && !row.claim_id
    ? row.amount_fen - row.anew_fen
    : 0
/** the part of it that went back to the premium: given anew first */
export const openPremiumFenOf = (row: Row): number =>
  openFenOf(row) === 0 ? 0 : Math.max(0, row.premium_fen - row.anew_fen)

export interface Anew {
  number: string
  paymentNumber: string | null
  amountFen: number
  premiumFen: number
}
/** Whose money a new try is: the one of just this amount, else the oldest first. Null: not so much is open. */
export function takeAnew(rows: Row[], amountFen: number): Anew[] | null {
  const open = rows.filter((row) => openFenOf(row) > 0)
  const same = open.find((row) => openFenOf(row) === amountFen)
  const taken: Anew[] = []
  let left = amountFen
  for (const row of same ? [same] : open) {
    const fen = Math.min(left, openFenOf(row))
    left -= fen
    if (fen > 0)
      taken.push({
        number: row.number,
        paymentNumber: row.payment_number,
        amountFen: fen,
        premiumFen: Math.min(fen, openPremiumFenOf(row)),
      })
  }
  return left === 0 ? taken : null
}
