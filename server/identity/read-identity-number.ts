/** The identity number leaves identity for one reader: the insurer of a visit, with the account's consent. */
import { hasConsent } from './require-consent.ts'
import type { System } from '../system.ts'
import { openIdentityNumber } from './patient-fields.ts'
import { listReadablePatients } from './patient-queries.ts'

/** Null when there is none, when the patient is not this account's, or without its consent to share with the insurer. */
export async function identityNumberForInsurer(
  system: System,
  accountId: string,
  patientId: string,
): Promise<string | null> {
  if (!(await hasConsent(system.db, accountId, 'insurer-sharing'))) return null
  const [row] = await listReadablePatients(system.db, [patientId], accountId)
  return row?.account_id === accountId ? openIdentityNumber(system, row) : null
}
