/** The only SQL on identity.patients. A patient that is not the asking account's is not there. */
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

export interface PatientRow {
  id: string
  account_id: string
  relation: string
  name_sealed: Buffer
  sex_sealed: Buffer
  birth_date_sealed: Buffer
  phone_sealed: Buffer | null
  identity_number_sealed: Buffer | null
  allergies_sealed: Buffer
  mobility_sealed: Buffer
  hearing_sealed: Buffer
  dialect_sealed: Buffer
  notes_sealed: Buffer
  emergency_contacts_sealed: Buffer
  updated_at: Date
}
export type SealedPatient = Omit<PatientRow, 'updated_at'>

const columns = sql`id, account_id, relation, name_sealed, sex_sealed, birth_date_sealed, phone_sealed, identity_number_sealed,
  allergies_sealed, mobility_sealed, hearing_sealed, dialect_sealed, notes_sealed, emergency_contacts_sealed, updated_at`

export const listPatientRows = (db: Queryable, accountId: string): Promise<PatientRow[]> =>
  db.many<PatientRow>(sql`
    select ${columns} from identity.patients where account_id = ${accountId} and archived_at is null order by created_at, id`)

export const findPatientRow = (db: Queryable, accountId: string, id: string): Promise<PatientRow | null> =>
  db.maybe<PatientRow>(sql`
    select ${columns} from identity.patients where id = ${id} and account_id = ${accountId} and archived_at is null`)

/**
 * Also archived ones: finished orders still name them. A patient whose account took back the consent to health data
 * comes only when the reader is that account.
 */
export const listReadablePatients = (
  db: Queryable,
  ids: string[],
  readerAccountId: string | null,
): Promise<PatientRow[]> =>
  db.many<PatientRow>(sql`
    select ${columns} from identity.patients p
    where id = any(${ids}::uuid[]) and (account_id = ${readerAccountId}::uuid or coalesce((
      select is_given from identity.consents c where c.account_id = p.account_id and purpose = 'health'
      order by at desc, id desc limit 1), false))`)

export const countPatients = async (tx: Tx, accountId: string): Promise<number> =>
  (
    await tx.one<{ n: number }>(sql`
    select count(*)::int as n from identity.patients where account_id = ${accountId} and archived_at is null`)
  ).n

export const hasPatients = async (tx: Tx, accountId: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 from identity.patients where account_id = ${accountId} limit 1`)) !== null

export async function insertPatient(tx: Tx, patient: SealedPatient, now: Date): Promise<void> {
  await tx.run(sql`
    insert into identity.patients (${columns}, created_at)
    values (${patient.id}, ${patient.account_id}, ${patient.relation}, ${patient.name_sealed}, ${patient.sex_sealed},
      ${patient.birth_date_sealed}, ${patient.phone_sealed}, ${patient.identity_number_sealed}, ${patient.allergies_sealed},
      ${patient.mobility_sealed}, ${patient.hearing_sealed}, ${patient.dialect_sealed}, ${patient.notes_sealed},
      ${patient.emergency_contacts_sealed}, ${now}, ${now})`)
}

export const replacePatient = (tx: Tx, patient: SealedPatient, now: Date): Promise<number> =>
  tx.run(sql`
    update identity.patients set relation = ${patient.relation}, name_sealed = ${patient.name_sealed}, sex_sealed = ${patient.sex_sealed},
      birth_date_sealed = ${patient.birth_date_sealed}, phone_sealed = ${patient.phone_sealed},
      identity_number_sealed = ${patient.identity_number_sealed}, allergies_sealed = ${patient.allergies_sealed},
      mobility_sealed = ${patient.mobility_sealed}, hearing_sealed = ${patient.hearing_sealed}, dialect_sealed = ${patient.dialect_sealed},
      notes_sealed = ${patient.notes_sealed}, emergency_contacts_sealed = ${patient.emergency_contacts_sealed}, updated_at = ${now}
    where id = ${patient.id} and account_id = ${patient.account_id} and archived_at is null`)

export const archivePatient = (tx: Tx, accountId: string, id: string, now: Date): Promise<number> =>
  tx.run(sql`
    update identity.patients set archived_at = ${now}, updated_at = ${now}
    where id = ${id} and account_id = ${accountId} and archived_at is null`)
