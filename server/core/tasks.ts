/**
 * Promises kept: reactions to events, timers and jobs are rows written in the business transaction and carried out
 * afterwards, at least once, by any process (FOR UPDATE SKIP LOCKED). Handlers are idempotent.
 * No NOTIFY inside the transaction: it would hold a database-wide lock over the commit (4x slower, facts/backend-stack).
 */
import type { Queryable, Tx } from './database.ts'
import { sql } from './sql.ts'

export interface TaskRow {
  id: number
  kind: string
  payload: unknown
  attempts: number
}

/** Woken after each commit that wrote a task; the worker also looks by itself twice a second. */
export const wake: { listener: (() => void) | null } = { listener: null }

/** Adds a job to run at or after `runAt`. With a `key`, a second call moves the waiting one instead of adding another. */
export async function addTask(
  tx: Tx,
  task: { kind: string; payload: object; now: Date; runAt?: Date; key?: string },
): Promise<void> {
  await tx.run(sql`
    insert into core.tasks (kind, key, payload, run_at, created_at)
    values (${task.kind}, ${task.key ?? null}, ${JSON.stringify(task.payload)}, ${task.runAt ?? task.now}, ${task.now})
    on conflict (key) do update set run_at = excluded.run_at, payload = excluded.payload, attempts = 0, dead_at = null, locked_until = null`)
  tx.afterCommit(() => wake.listener?.())
}

export async function cancelTask(tx: Queryable, key: string): Promise<void> {
  await tx.run(sql`delete from core.tasks where key = ${key}`)
}

const LEASE_SECONDS = 60

/** Takes up to `limit` due tasks; nobody else sees them for a minute. `kinds`: what this process may run. */
export function claimTasks(db: Queryable, kinds: string[], now: Date, limit: number): Promise<TaskRow[]> {
  return db.many<TaskRow>(sql`
    with due as (
      select id from core.tasks
      where run_at <= ${now} and dead_at is null and (locked_until is null or locked_until < ${now}) and kind = any(${kinds})
      order by run_at limit ${limit} for update skip locked
    )
    update core.tasks t set locked_until = ${new Date(now.getTime() + LEASE_SECONDS * 1000)}, attempts = t.attempts + 1
    from due where t.id = due.id returning t.id, t.kind, t.payload, t.attempts`)
}

/** A keyed task that its own handler moved to a later time (locked_until null again) stays. */
export async function finishTask(db: Queryable, id: number): Promise<void> {
  await db.run(sql`delete from core.tasks where id = ${id} and locked_until is not null`)
}

const MAX_ATTEMPTS = 25
/** 1 s, 2 s, 4 s ... at most 10 min, with up to 20 % of jitter; after 25 tries the task is dead and waits for a person */
export async function failTask(db: Queryable, task: TaskRow, error: unknown, now: Date): Promise<'again' | 'dead'> {
  const isDead = task.attempts >= MAX_ATTEMPTS
  const seconds = Math.min(600, 2 ** (task.attempts - 1)) * (1 + Math.random() * 0.2)
  const message = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500)
  await db.run(sql`
    update core.tasks set locked_until = null, last_error = ${message}, run_at = ${new Date(now.getTime() + seconds * 1000)}, dead_at = ${isDead ? now : null}
    where id = ${task.id}`)
  return isDead ? 'dead' : 'again'
}
