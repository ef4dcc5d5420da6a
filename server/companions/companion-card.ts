/** How a companion is shown: to everybody, to herself, to operators. */
import type { CompanionCard, CompanionRecord, MyCompanion, WeeklyHours } from '@banyi/contract/companions'
import { shanghaiDay } from '../core/clock.ts'
import { maskPhone } from '../core/words.ts'
import type { System } from '../system.ts'
import type { CompanionRow, RosterRow } from './companion-queries.ts'
import { hoursOf, parseRanges } from './working-time.ts'

export const cardOf = (row: CompanionRow, now: Date): CompanionCard => ({
  id: row.id,
  name: row.name,
  sex: row.sex,
  // a path of this server; the time makes a new photo a new address, so that it may be cached for ever
  photoUrl: row.photo_at ? `/companions/${row.id}/photo?v=${row.photo_at.getTime().toString(36)}` : null,
  verified: row.verified,
  segments: row.segments,
  skills: row.skills,
  languages: row.languages,
  districts: row.districts,
  introduction: row.introduction,
  yearsOfService: Math.max(0, Number(shanghaiDay(now).slice(0, 4)) - row.started_year),
  finishedVisits: row.finished_visits,
})

const weeklyHoursOf = (row: CompanionRow): WeeklyHours => ({
  hours: hoursOf(parseRanges(row.working_week)),
  worksOnHolidays: row.works_on_holidays,
})
export const mineOf = (row: CompanionRow, now: Date): MyCompanion => ({
  ...cardOf(row, now),
  status: row.status,
  weeklyHours: weeklyHoursOf(row),
})

/** for operators: the phone masked, never whole */
export async function recordsOf(
  system: Pick<System, 'db' | 'cipher' | 'clock'>,
  rows: RosterRow[],
): Promise<CompanionRecord[]> {
  const ids = rows.map((row) => row.id)
  await system.cipher.warm(system.db, ids)
  const now = system.clock.now()
  return Promise.all(
    rows.map(async (row) => ({
      ...mineOf(row, now),
      phoneMasked: maskPhone(await system.cipher.open(system.db, row.id, 'phone', row.phone_enc)),
      birthYear: row.birth_year,
      startedYear: row.started_year,
      statusReason: row.status_reason,
      isLinked: row.account_id !== null,
      createdAt: row.created_at.toISOString(),
    })),
  )
}
