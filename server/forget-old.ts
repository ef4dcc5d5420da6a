/** What the machine itself no longer needs, an hour at a time, so that its tables stay small. The audit is kept. */
import { addDays } from './core/clock.ts'
import { sql } from './core/sql.ts'
import { job, type Module } from './module.ts'
import type { System } from './system.ts'

/** a page that was away longer reads the present state instead of what it missed */
const PUSH_DAYS = 30
/** longer than any phone keeps a command in its queue */
const COMMAND_DAYS = 90
const LIMIT_DAYS = 2
/** rows per statement: no long locks, no long transactions */
const BATCH = 5000

export async function forgetOld({ db, clock }: Pick<System, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  const [pushes, commands, limits] = [addDays(now, -PUSH_DAYS), addDays(now, -COMMAND_DAYS), addDays(now, -LIMIT_DAYS)]
  await db.run(
    sql`delete from core.pushes where ctid in (select ctid from core.pushes where at < ${pushes} limit ${BATCH})`,
  )
  await db.run(
    sql`delete from core.commands where ctid in (select ctid from core.commands where created_at < ${commands} limit ${BATCH})`,
  )
  await db.run(
    sql`delete from core.rate_limits where ctid in (select ctid from core.rate_limits where window_start < ${limits} limit ${BATCH})`,
  )
}

/** not on the map of the product: it has no business word */
export const housekeeping: Module = { name: 'core', jobs: [job('core.forget-old', forgetOld, 3600)] }
