/** Whether this database may be filled with demo people. It remembers in the audit trail that it is a demo. */
import { writeAudit } from '../core/audit.ts'
import { sql } from '../core/sql.ts'
import type { System } from '../system.ts'

export type Standing = { kind: 'foreign' } | { kind: 'loaded' } | { kind: 'open'; since: Date }

/** A set-up that was interrupted is continued with the time it began at. */
export async function standingOf({ db, clock }: Pick<System, 'db' | 'clock'>): Promise<Standing> {
  const marks = await db.many<{ action: string; at: Date }>(
    sql`select action, at from core.audit where subject_id = 'demo' and action like 'demo.%' order by id`,
  )
  if (marks.some((mark) => mark.action === 'demo.loaded')) return { kind: 'loaded' }
  const started = marks.find((mark) => mark.action === 'demo.started')
  if (started) return { kind: 'open', since: started.at }
  // the one look into other modules' tables: nobody may have used this database before
  const { used } = await db.one<{ used: boolean }>(sql`
    select exists (select 1 from identity.accounts) or exists (select 1 from identity.operators) or exists (select 1 from companions.companions) as used`)
  return used ? { kind: 'foreign' } : { kind: 'open', since: clock.now() }
}

export const mark = ({ db }: Pick<System, 'db'>, action: 'demo.started' | 'demo.loaded', now: Date): Promise<void> =>
  writeAudit(db, { actor: { kind: 'system', id: null }, action, subjectId: 'demo', reason: 'demo data', now })
