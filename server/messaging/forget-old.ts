/** Pictures that were never sent, and reports that nobody waits for any more. */
import { addDays } from '../core/clock.ts'
import type { System } from '../system.ts'
import { deleteUnsentPictures } from './message-queries.ts'
import { deleteOldReports } from './notice-queries.ts'

const KEEP_REPORTS_DAYS = 7

export async function forgetOld({ db, clock }: System): Promise<void> {
  const now = clock.now()
  await deleteUnsentPictures(db, addDays(now, -1))
  await deleteOldReports(db, addDays(now, -KEEP_REPORTS_DAYS))
}
