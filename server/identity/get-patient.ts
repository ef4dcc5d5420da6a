import type { Patient, identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { viewPatient } from './patient-fields.ts'
import { findPatientRow } from './patient-queries.ts'

export async function getPatient(c: AccountContext, { params }: InputOf<typeof identity.getPatient>): Promise<Patient> {
  const row = await findPatientRow(c.db, c.viewer.accountId, params.id)
  if (!row) throw notFound('这位就诊人')
  return viewPatient(c, row)
}
