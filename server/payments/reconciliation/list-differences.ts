/** Differences, newest day first; and one with everything that belongs to it: bill lines, postings, order, person. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import { decodeCursor, encodeCursor } from '../../core/paging.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { listSteps, viewSteps } from '../payouts/steps.ts'
import { countFitting, findDifference, listDifferenceRows, listLinesOfNumber, listPostingsOf } from './read-queries.ts'
import { viewDifferences, viewLines, viewPostings } from './views.ts'

type Api = typeof contract.payments

export async function listDifferences(
  c: OperatorContext,
  { query }: InputOf<Api['listDifferences']>,
): Promise<ReturnOf<Api['listDifferences']>> {
  const { day = null, state = null, kind = null, limit } = query
  const at = decodeCursor(query.cursor, 2)
  const after = at && { day: String(at[0]), id: String(at[1]) }
  const { rows, counts } = await inBooks(c, async (tx) => ({
    rows: await listDifferenceRows(tx, { day, state, kind }, after, limit + 1),
    counts: await countFitting(tx, { day, state, kind }),
  }))
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: await viewDifferences(c, rows.slice(0, limit)),
    nextCursor: last ? encodeCursor([last.day, last.id]) : null,
    ...counts,
  }
}

export async function getDifference(
  c: OperatorContext,
  { params: { id } }: InputOf<Api['getDifference']>,
): Promise<ReturnOf<Api['getDifference']>> {
  const { row, lines, postings, steps } = await inBooks(c, async (tx) => {
    const found = await findDifference(tx, id)
    if (!found) throw notFound('这个差异')
    return {
      row: found,
      lines: await listLinesOfNumber(tx, found.number),
      postings: await listPostingsOf(tx, found.number, found.id),
      steps: await listSteps(tx, found.id),
    }
  })
  const [difference] = await viewDifferences(c, [row])
  if (!difference) throw notFound('这个差异')
  return {
    ...difference,
    billLines: await viewLines(c, lines),
    postings: viewPostings(postings),
    history: await viewSteps(c, steps, ''),
  }
}
