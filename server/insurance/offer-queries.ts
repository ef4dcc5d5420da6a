/** SQL on insurance.offers. */
import type { InsuranceOffer } from '@banyi/contract/insurance'
import type { PackageKind } from '@banyi/contract/orders'
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

export interface OfferRow {
  id: string
  account_id: string
  patient_id: string
  hospital_id: string
  package_kind: PackageKind
  starts_at: Date
  plan_code: string
  plan_name: string
  insurer_name: string
  premium_fen: number
  covers: InsuranceOffer['covers']
  exclusions: string[]
  terms_url: string
  created_at: Date
  expires_at: Date
}

export async function insertOffers(tx: Tx, rows: OfferRow[]): Promise<void> {
  for (const row of rows)
    await tx.run(sql`
      insert into insurance.offers (id, account_id, patient_id, hospital_id, package_kind, starts_at, plan_code, plan_name, insurer_name, premium_fen, covers, exclusions, terms_url, created_at, expires_at)
      values (${row.id}, ${row.account_id}, ${row.patient_id}, ${row.hospital_id}, ${row.package_kind}, ${row.starts_at}, ${row.plan_code}, ${row.plan_name}, ${row.insurer_name},
        ${row.premium_fen}, ${JSON.stringify(row.covers)}, ${JSON.stringify(row.exclusions)}, ${row.terms_url}, ${row.created_at}, ${row.expires_at})`)
}

export const findOffer = (db: Queryable, accountId: string, id: string): Promise<OfferRow | null> =>
  db.maybe<OfferRow>(sql`select * from insurance.offers where id = ${id} and account_id = ${accountId}`)

/** A policy holds its own copy of what was chosen. */
export const deleteOffersBefore = (db: Queryable, before: Date): Promise<number> =>
  db.run(sql`delete from insurance.offers where expires_at < ${before}`)
