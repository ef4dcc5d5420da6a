/** What a companion earned or gave, line by line: the words that belong to a posting on her account. */
import type { Tx } from '../../core/database.ts'
import { balanceOf, earningsOf } from '../books/books.ts'
import { insertEarning, type EarningWords } from './earning-queries.ts'

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
