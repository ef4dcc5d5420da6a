/** What companions promises to the rest of the program. */
import type { CompanionCard, Segment } from '@banyi/contract/companions'
import type { Sex } from '@banyi/contract/common'
import type { FieldCipher } from '../core/crypto/field-cipher.ts'
import type { Queryable } from '../core/database.ts'
import { notFound } from '../core/errors.ts'
import type { System } from '../system.ts'
import { isFreeRow, listAvailableRows } from './calendar-queries.ts'
import { cardOf } from './companion-card.ts'
import {
  findCompanion,
  findCompanionOfAccount,
  findCompanionRows,
  findIdsByName,
  findPhones,
  type CompanionRow,
  type CompanionStatus,
} from './companion-queries.ts'
import { reasonsFor } from './list-available-companions.ts'
import { visitTime } from './working-time.ts'

export { createCompanion } from './add-companion.ts'
export { recordEarlierVisits } from './record-earlier-visits.ts'
export { moveReservation, releaseTime, reserveTime, type TimeWanted } from './reserve-time.ts'

export interface KnownCompanion extends CompanionCard {
  accountId: string | null
  status: CompanionStatus
}
const knownOf = (row: CompanionRow, now: Date): KnownCompanion => ({
  ...cardOf(row, now),
  accountId: row.account_id,
  status: row.status,
})
type Reader = Pick<System, 'db' | 'clock'>

/** In any status. Throws NOT_FOUND. */
export async function requireCompanion(system: Reader, id: string): Promise<KnownCompanion> {
  const row = await findCompanion(system.db, id)
  if (!row) throw notFound('这位陪诊员')
  return knownOf(row, system.clock.now())
}
/** One query for a list; an id that is not known is absent. */
export async function findCompanions(system: Reader, ids: string[]): Promise<Map<string, KnownCompanion>> {
  if (ids.length === 0) return new Map()
  const rows = await findCompanionRows(system.db, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, knownOf(row, system.clock.now())]))
}
/** For searches of other modules; somebody with a name that more share must type more of it. */
export const findCompanionIdsByName = async (system: Pick<System, 'db'>, part: string): Promise<string[]> =>
  (await findIdsByName(system.db, part, 200)).map(({ id }) => id)

/** null: this account is no companion, or was one and left. */
export async function companionOfAccount(system: Reader, accountId: string): Promise<KnownCompanion | null> {
  const row = await findCompanionOfAccount(system.db, accountId)
  return row && row.status !== 'left' ? knownOf(row, system.clock.now()) : null
}

export interface CompanionContact {
  id: string
  /** null until she has signed in with her phone */
  accountId: string | null
  name: string
  phone: string
}
/**
 * Her real phone: for notices to her, and for the family while the visit concerns them. Throws NOT_FOUND. `db` is the
 * transaction of whoever is in one: a second connection from inside starves the pool when many do it at once.
 */
export async function companionContact(
  system: { db: Queryable; cipher: FieldCipher },
  id: string,
): Promise<CompanionContact> {
  const [row] = await findPhones(system.db, [id])
  if (!row) throw notFound('这位陪诊员')
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    phone: await system.cipher.open(system.db, row.id, 'phone', row.phone_enc),
  }
}

export interface FittingCompanion extends KnownCompanion {
  reasons: string[]
}
/** Those who can take a visit, best first: the same list that a family sees. */
export async function listFittingCompanions(
  system: Reader,
  wish: {
    startsAt: Date
    endsAt: Date
    segment: Segment
    district: string | null
    sex?: Sex | null
    language?: string | null
    limit: number
  },
): Promise<FittingCompanion[]> {
  const { startsAt, endsAt, segment, district, sex = null, language = null, limit } = wish
  const time = visitTime(startsAt, endsAt)
  if (!time) return []
  const search = { visit: { time, startsAt, endsAt }, segment, district, sex, language, after: null, limit }
  const rows = await listAvailableRows(system.db, search)
  return rows.map((row) => ({ ...knownOf(row, system.clock.now()), reasons: reasonsFor(row, search) }))
}

/** A look, not a promise: `reserveTime` decides. What `orderId` itself has reserved does not count against it. */
export async function isFree(
  system: Pick<System, 'db'>,
  wanted: { companionId: string; orderId: string | null; startsAt: Date; endsAt: Date },
): Promise<boolean> {
  const { companionId, orderId, startsAt, endsAt } = wanted
  const time = visitTime(startsAt, endsAt)
  return time !== null && isFreeRow(system.db, companionId, { time, startsAt, endsAt }, orderId)
}
