/** What the directory promises to the rest of the program. */
import type { HospitalCard } from '@banyi/contract/hospitals'
import { notFound } from '../core/errors.ts'
import type { System } from '../system.ts'
import { cardOf } from './hospital-card.ts'
import { findDepartmentNames, findHospital, findHospitalRecords, type HospitalRecord } from './hospital-queries.ts'

export { importDirectory } from './import-directory.ts'
export { madeUpDirectory } from './made-up-directory.ts'
export { seedDirectory } from './seed-directory.ts'

/** `location` is null for a hospital without coordinates: nobody is ever sent there by a map. */
export interface KnownHospital extends Omit<HospitalCard, 'distanceMeters'> {
  city: string
  attribution: string
}
const knownOf = (row: HospitalRecord): KnownHospital => {
  const { distanceMeters: _none, ...card } = cardOf(row, null)
  return { ...card, city: row.city, attribution: row.attribution }
}

/** Throws NOT_FOUND. */
export async function requireHospital(system: Pick<System, 'db'>, id: string): Promise<KnownHospital> {
  const row = await findHospital(system.db, id)
  if (!row) throw notFound('这家医院')
  return knownOf(row)
}

/** One query for a list; an id that is not known is absent. */
export async function findHospitals(system: Pick<System, 'db'>, ids: string[]): Promise<Map<string, KnownHospital>> {
  if (ids.length === 0) return new Map()
  const rows = await findHospitalRecords(system.db, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, knownOf(row)]))
}

/** Name in the official catalogue, null for a code that is not in it. */
export async function departmentName(system: Pick<System, 'db'>, code: string): Promise<string | null> {
  return (await departmentNames(system, [code])).get(code) ?? null
}
export async function departmentNames(system: Pick<System, 'db'>, codes: string[]): Promise<Map<string, string>> {
  const rows = await findDepartmentNames(system.db, [...new Set(codes)])
  return new Map(rows.map((row) => [row.code, row.name]))
}
