import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { OperatorContext } from '../system.ts'
import { calendarOf } from './calendar.ts'
import { findCompanion } from './companion-queries.ts'

type Operation = typeof companions.getCompanionCalendar

export async function getCompanionCalendar(
  c: OperatorContext,
  { params, query }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  const row = await findCompanion(c.db, params.id)
  if (!row) throw notFound('这位陪诊员')
  return calendarOf(c, row, query.from, query.to)
}
