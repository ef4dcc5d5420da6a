import type { Patient, identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { AccountContext } from '../system.ts'
import { lockAccount } from './account-queries.ts'
import { checkPatient } from './check-patient.ts'
import { openIdentityNumber, sealPatient, viewPatient } from './patient-fields.ts'
import { findPatientRow, replacePatient } from './patient-queries.ts'
import { requireConsent } from './require-consent.ts'

export async function updatePatient(
  c: AccountContext,
  { params, body }: InputOf<typeof identity.updatePatient>,
): Promise<Patient> {
  const { accountId } = c.viewer
  const now = c.clock.now()
  const known = await findPatientRow(c.db, accountId, params.id)
  if (!known) throw notFound('这位就诊人')
  const patient = checkPatient(body, await openIdentityNumber(c, known), now)
  const sealed = await sealPatient(c, c.db, params.id, accountId, patient)
  await c.db.tx(async (tx) => {
    await lockAccount(tx, accountId)
    await requireConsent(tx, accountId, 'privacy')
    await requireConsent(tx, accountId, 'health')
    if ((await replacePatient(tx, sealed, now)) === 0) throw notFound('这位就诊人')
    await writeAudit(tx, { actor: actorOf(c.viewer), action: 'patient.updated', subjectId: params.id, now })
  })
  return viewPatient(c, { ...sealed, updated_at: now })
}
