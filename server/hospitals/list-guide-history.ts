import type { hospitals } from '@banyi/contract/hospitals'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { OperatorContext } from '../system.ts'
import { findHospital, listGuideVersions } from './hospital-queries.ts'

type Operation = typeof hospitals.listGuideHistory

export async function listGuideHistory(
  c: OperatorContext,
  { params }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  if (!(await findHospital(c.db, params.id))) throw notFound('这家医院')
  const rows = await listGuideVersions(c.db, params.id)
  return {
    items: rows.map((row) => ({
      version: row.version,
      guide: row.guide,
      changedAt: row.changed_at.toISOString(),
      changedBy: row.changed_by,
    })),
  }
}
