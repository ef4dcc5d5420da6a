/** The days that were compared, newest first; and one of them. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { findDay, listDays, viewDay } from './day-queries.ts'

type Api = typeof contract.payments

export async function listReconciliations(
  c: OperatorContext,
  { query }: InputOf<Api['listReconciliations']>,
): Promise<ReturnOf<Api['listReconciliations']>> {
  const before = decodeCursor(query.cursor, 1)
  const rows = await inBooks(c, (tx) => listDays(tx, before ? String(before[0]) : null, query.limit + 1))
  return toPage(rows, query.limit, ({ day }) => [day], viewDay)
}

export async function getReconciliation(
  c: OperatorContext,
  { params }: InputOf<Api['getReconciliation']>,
): Promise<ReturnOf<Api['getReconciliation']>> {
  const row = await inBooks(c, (tx) => findDay(tx, params.day))
  if (!row) throw notFound('这一天的对账')
  return viewDay(row)
}
