/** Who did what to whom and why; append-only in the database itself. No health data goes in here. */
import type { Tx } from './database.ts'
import { sql } from './sql.ts'
import type { Actor } from './viewer.ts'

export async function writeAudit(
  tx: Pick<Tx, 'run'>,
  entry: { actor: Actor; action: string; subjectId: string; reason?: string; detail?: object; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into core.audit (at, actor_kind, actor_id, action, subject_id, reason, detail)
    values (${entry.now}, ${entry.actor.kind}, ${entry.actor.id}, ${entry.action}, ${entry.subjectId}, ${entry.reason ?? ''}, ${JSON.stringify(entry.detail ?? {})})`)
}
export interface AuditRow {
  at: Date
  actor_kind: string
  actor_id: string | null
  action: string
  reason: string
}
export const readAudit = (db: Pick<Tx, 'many'>, subjectId: string): Promise<AuditRow[]> =>
  db.many<AuditRow>(
    sql`select at, actor_kind, actor_id, action, reason from core.audit where subject_id = ${subjectId} order by id desc limit 200`,
  )
