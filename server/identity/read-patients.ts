/** Patients for other modules. */
import { notFound } from '../core/errors.ts'
import type { System } from '../system.ts'
import { openPatient, type PatientRecord } from './patient-fields.ts'
import { findPatientRow, listReadablePatients } from './patient-queries.ts'

/** A patient of this account, not archived; NOT_FOUND otherwise. */
export async function requirePatient(system: System, accountId: string, patientId: string): Promise<PatientRecord> {
  const row = await findPatientRow(system.db, accountId, patientId)
  if (!row) throw notFound('这位就诊人')
  return openPatient(system, row)
}

/**
 * Many patients by id, archived ones too; two queries however many. The caller has decided that the reader may see
 * them; this only keeps back patients whose account withdrew the consent to health data, unless the reader is that
 * account itself (`readerAccountId`; null for operators and links). A missing id means: show nothing.
 */
export async function findPatients(
  system: System,
  ids: string[],
  readerAccountId: string | null,
): Promise<Map<string, PatientRecord>> {
  if (ids.length === 0) return new Map()
  const rows = await listReadablePatients(system.db, [...new Set(ids)], readerAccountId)
  await system.cipher.warm(
    system.db,
    rows.map((row) => row.id),
  )
  return new Map(await Promise.all(rows.map(async (row) => [row.id, await openPatient(system, row)] as const)))
}
