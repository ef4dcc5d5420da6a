/** What has ended and is of no use to anybody is deleted: codes, tries, sessions. */
import { addDays } from '../core/clock.ts'
import type { System } from '../system.ts'
import { deleteOldTries } from './operator-queries.ts'
import { deleteOldSessions } from './session-queries.ts'
import { deleteOldCodes } from './sms-code-queries.ts'

const KEEP_SESSIONS_DAYS = 7

export async function forgetExpired({ db, clock }: System): Promise<void> {
  const now = clock.now()
  await deleteOldCodes(db, now)
  await deleteOldTries(db, addDays(now, -1))
  await deleteOldSessions(db, addDays(now, -KEEP_SESSIONS_DAYS))
}
