/** What a companion earned or gave, line by line: the words that belong to a posting on her account. */
import type { Earning } from '@banyi/contract/payments/payouts'
import type { Tx } from '../../core/database.ts'
import { balanceOf, earningsOf } from '../books/books.ts'
import { insertEarning } from './earning-queries.ts'

export interface EarningWords {
  /** id that `post` returned */
  postingId: string
  payeeId: string
  kind: Earning['kind']
  /** 半天陪诊 11月25日 09:00 */
  title: string
  orderId: string | null
  orderNumber: string | null
  lines: Earning['lines']
  /** plus: she got it; minus: it was taken. The lines sum to it */
  amountFen: number
  at: Date
}

/**
 * Call it in the transaction of its posting, right after `post`: her account is locked by then, so the balance that is
 * written beside it is the one after this posting and after no other.
 */
export async function recordEarning(tx: Tx, words: EarningWords): Promise<void> {
  const sum = words.lines.reduce((total, line) => total + line.amountFen, 0)
  if (sum !== words.amountFen) throw new Error(`lines of ${sum} for an earning of ${words.amountFen}`)
  // what she has is owed to her, so it stands as a credit; 0 - x and not -x: JSON knows no minus zero, but === does
  const balanceFen = 0 - (await balanceOf(tx, earningsOf(words.payeeId)))
  await insertEarning(tx, { ...words, balanceFen })
}
