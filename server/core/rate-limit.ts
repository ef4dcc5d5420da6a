/** Counts in fixed windows, in the database, so that all processes share them. */
import type { Queryable } from './database.ts'
import { AppError } from './errors.ts'
import { sql } from './sql.ts'

/** Takes one of `max` per `seconds` for `key` (already hashed if it is personal). Throws TOO_MANY with the seconds to wait. */
export async function takeOne(
  db: Queryable,
  key: string,
  limit: { max: number; seconds: number },
  now: Date,
): Promise<void> {
  const ms = limit.seconds * 1000
  const start = new Date(Math.floor(now.getTime() / ms) * ms)
  const { taken } = await db.one<{ taken: number }>(sql`
    insert into core.rate_limits (key, window_start, taken) values (${key}, ${start}, 1)
    on conflict (key, window_start) do update set taken = core.rate_limits.taken + 1 returning taken`)
  if (taken <= limit.max) return
  const wait = Math.ceil((start.getTime() + ms - now.getTime()) / 1000)
  throw new AppError('TOO_MANY', `操作太频繁，请 ${wait} 秒后再试`, { facts: { retryAfterSeconds: wait } })
}
