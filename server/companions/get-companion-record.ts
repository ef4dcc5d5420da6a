import type { CompanionRecord, companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { OperatorContext, System } from '../system.ts'
import { recordsOf } from './companion-card.ts'
import { findRosterRow } from './companion-queries.ts'

type Operation = typeof companions.getCompanionRecord

export const getCompanionRecord = (c: OperatorContext, { params }: InputOf<Operation>): Promise<ReturnOf<Operation>> =>
  showRecord(c, params.id)

/** Throws NOT_FOUND. */
export async function showRecord(
  system: Pick<System, 'db' | 'cipher' | 'clock'>,
  id: string,
): Promise<CompanionRecord> {
  const row = await findRosterRow(system.db, id)
  const [record] = row ? await recordsOf(system, [row]) : []
  if (!record) throw notFound('这位陪诊员')
  return record
}
