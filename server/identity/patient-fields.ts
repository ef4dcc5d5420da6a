/** A patient in the clear and as it lies in the table: every field sealed with the patient's own key. */
import { EmergencyContact, type Patient, type PatientInput } from '@banyi/contract/identity'
import type { Queryable } from '../core/database.ts'
import { ageOn } from '../core/words.ts'
import type { System } from '../system.ts'
import { maskIdentityNumber } from './identity-number.ts'
import type { PatientRow, SealedPatient } from './patient-queries.ts'

/** what other modules get; the identity number stays here */
export interface PatientRecord extends Omit<Patient, 'identityNumberMasked' | 'updatedAt'> {
  accountId: string
}
export type ClearPatient = Omit<PatientInput, 'identityNumber'> & { identityNumber: string | null }

/**
 * `db` is the pool, not a transaction: the key of a new subject must not vanish with a transaction that is undone
 * while the cipher remembers it.
 */
export async function sealPatient(
  system: System,
  db: Queryable,
  id: string,
  accountId: string,
  patient: ClearPatient,
): Promise<SealedPatient> {
  const seal = (field: string, value: string): Promise<Buffer> => system.cipher.seal(db, id, field, value)
  const sealMaybe = async (field: string, value: string | null): Promise<Buffer | null> =>
    value === null ? null : seal(field, value)
  return {
    id,
    account_id: accountId,
    relation: patient.relation,
    name_sealed: await seal('name', patient.name),
    sex_sealed: await seal('sex', patient.sex),
    birth_date_sealed: await seal('birth_date', patient.birthDate),
    phone_sealed: await sealMaybe('phone', patient.phone),
    identity_number_sealed: await sealMaybe('identity_number', patient.identityNumber),
    allergies_sealed: await seal('allergies', patient.allergies),
    mobility_sealed: await seal('mobility', patient.mobility),
    hearing_sealed: await seal('hearing', patient.hearing),
    dialect_sealed: await seal('dialect', patient.dialect),
    notes_sealed: await seal('notes', patient.notes),
    emergency_contacts_sealed: await seal('emergency_contacts', JSON.stringify(patient.emergencyContacts)),
  }
}

export async function openPatient(system: System, row: PatientRow): Promise<PatientRecord> {
  const open = (field: string, sealed: Buffer): Promise<string> => system.cipher.open(system.db, row.id, field, sealed)
  const birthDate = await open('birth_date', row.birth_date_sealed)
  return {
    id: row.id,
    accountId: row.account_id,
    relation: row.relation as Patient['relation'],
    name: await open('name', row.name_sealed),
    sex: (await open('sex', row.sex_sealed)) as Patient['sex'],
    birthDate,
    ageYears: ageOn(birthDate, system.clock.now()),
    phone: await system.cipher.openMaybe(system.db, row.id, 'phone', row.phone_sealed),
    allergies: await open('allergies', row.allergies_sealed),
    mobility: (await open('mobility', row.mobility_sealed)) as Patient['mobility'],
    hearing: (await open('hearing', row.hearing_sealed)) as Patient['hearing'],
    dialect: await open('dialect', row.dialect_sealed),
    notes: await open('notes', row.notes_sealed),
    emergencyContacts: EmergencyContact.array().parse(
      JSON.parse(await open('emergency_contacts', row.emergency_contacts_sealed)),
    ),
  }
}

/** what the patient's own account sees */
export async function viewPatient(system: System, row: PatientRow): Promise<Patient> {
  const { accountId: _, ...patient } = await openPatient(system, row)
  const number = await openIdentityNumber(system, row)
  return {
    ...patient,
    identityNumberMasked: number && maskIdentityNumber(number),
    updatedAt: row.updated_at.toISOString(),
  }
}

export const openIdentityNumber = (system: System, row: PatientRow): Promise<string | null> =>
  system.cipher.openMaybe(system.db, row.id, 'identity_number', row.identity_number_sealed)
