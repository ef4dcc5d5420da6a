import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AnyoneContext } from '../system.ts'
import { calendarOf } from './calendar.ts'
import { findCompanion } from './companion-queries.ts'
import { requireSignedIn } from './who.ts'

type Operation = typeof companions.getAvailability

/** Only what is free: neither leave nor other people's visits can be told apart in it. */
export async function getAvailability(
  c: AnyoneContext,
  { params, query }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  requireSignedIn(c)
  const row = await findCompanion(c.db, params.id)
  if (row?.status !== 'active') throw notFound('这位陪诊员')
  const { days } = await calendarOf(c, row, query.from, query.to, query.minutes)
  return { days }
}
