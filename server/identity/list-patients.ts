import type { identity } from '@banyi/contract/identity'
import type { ReturnOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../system.ts'
import { viewPatient } from './patient-fields.ts'
import { listPatientRows } from './patient-queries.ts'

export async function listPatients(c: AccountContext): Promise<ReturnOf<typeof identity.listPatients>> {
  const rows = await listPatientRows(c.db, c.viewer.accountId)
  await c.cipher.warm(
    c.db,
    rows.map((row) => row.id),
  )
  return { items: await Promise.all(rows.map((row) => viewPatient(c, row))) }
}
