/** What happened to a transfer, in order, and by whom. The only writer and reader of payments.steps in this room. */
import type { Step } from '@banyi/contract/payments/shapes'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { operatorNames } from '../../identity/index.ts'

export interface StepActor {
  kind: 'account' | 'operator' | 'system' | 'provider'
  id: string | null
}
export const BY_SYSTEM: StepActor = { kind: 'system', id: null }
export const BY_PROVIDER: StepActor = { kind: 'provider', id: null }

export interface StepRow {
  at: Date
  actor_kind: StepActor['kind']
  actor_id: string | null
  what: string
  reason: string
}

export async function addStep(
  tx: Tx,
  step: { subject: string; actor: StepActor; what: string; reason?: string; at: Date },
): Promise<void> {
  await tx.run(sql`
    insert into payments.steps (subject, at, actor_kind, actor_id, what, reason)
    values (${step.subject}, ${step.at}, ${step.actor.kind}, ${step.actor.id}, ${step.what}, ${step.reason ?? ''})`)
}

export const listSteps = (tx: Tx, subject: string): Promise<StepRow[]> =>
  tx.many(sql`select at, actor_kind, actor_id, what, reason from payments.steps where subject = ${subject} order by id`)

/** `ownName`: what the account that asked is called. */
export async function viewSteps(system: System, rows: StepRow[], ownName: string): Promise<Step[]> {
  const ids = rows.flatMap((row) => (row.actor_kind === 'operator' && row.actor_id ? [row.actor_id] : []))
  const names = await operatorNames(system, ids)
  const others = { account: ownName, system: '系统', provider: '微信支付' }
  return rows.map((row) => ({
    at: row.at.toISOString(),
    who: row.actor_kind === 'operator' ? (names.get(row.actor_id ?? '') ?? '运营') : others[row.actor_kind],
    what: row.what,
    reason: row.reason,
  }))
}
