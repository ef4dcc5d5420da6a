import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AnyoneContext } from '../system.ts'
import { cardOf } from './companion-card.ts'
import { findCompanion } from './companion-queries.ts'
import { requireSignedIn } from './who.ts'

type Operation = typeof companions.getCompanion

/** The public page; only of those who can be booked. */
export async function getCompanion(c: AnyoneContext, { params }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  requireSignedIn(c)
  const row = await findCompanion(c.db, params.id)
  if (row?.status !== 'active') throw notFound('这位陪诊员')
  return cardOf(row, c.clock.now())
}
