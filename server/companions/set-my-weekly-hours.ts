import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../system.ts'
import { saveWeek } from './calendar-queries.ts'
import { getMyCompanion } from './get-my-companion.ts'
import { requireMe } from './who.ts'
import { weekOf } from './working-time.ts'

type Operation = typeof companions.setMyWeeklyHours

/** Visits that are booked already stay as they are. */
export async function setMyWeeklyHours(c: AccountContext, { body }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  await requireMe(c)
  const week = weekOf(body.hours)
  await c.db.tx((tx) => saveWeek(tx, c.viewer.accountId, week, body.worksOnHolidays, c.clock.now()))
  return getMyCompanion(c)
}
