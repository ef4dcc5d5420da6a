/** Every line of a day's bills, with the posting, the order and the person behind it. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import { decodeCursor, encodeCursor } from '../../core/paging.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { findDay } from './day-queries.ts'
import { listLines } from './read-queries.ts'
import { viewLines } from './views.ts'

type Api = typeof contract.payments

export async function listBillLines(
  c: OperatorContext,
  { params: { day }, query }: InputOf<Api['listBillLines']>,
): Promise<ReturnOf<Api['listBillLines']>> {
  const after = decodeCursor(query.cursor, 1)
  const rows = await inBooks(c, async (tx) => {
    if (!(await findDay(tx, day))) throw notFound('这一天的对账')
    const { source = null, status = null, query: text = null, limit } = query
    return listLines(tx, { day, source, status, query: text, after: Number(after?.[0] ?? 0), limit: limit + 1 })
  })
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined
  return { items: await viewLines(c, rows.slice(0, query.limit)), nextCursor: last ? encodeCursor([last.id]) : null }
}
