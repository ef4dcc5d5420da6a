/** What to do next about a policy, decided under its lock; the doing (outside calls) comes after the transaction. */
import type { Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import { concludePolicy, isOpen, isOver } from './conclude-policy.ts'
import { changePolicy, listBindings, lockPolicy, type BindingRow, type PolicyRow } from './policy-queries.ts'

export type Move =
  | { kind: 'nothing' }
  /** freeze what is sent about the person, under a new number */
  | { kind: 'prepare'; policy: PolicyRow }
  | { kind: 'bind'; policy: PolicyRow; binding: BindingRow }
  | { kind: 'cancel'; policy: PolicyRow; binding: BindingRow }

export async function nextMove(tx: Tx, policyId: string, now: Date): Promise<Move> {
  const found = await lockPolicy(tx, policyId)
  if (!found || isOver(found) || !found.is_paid) return { kind: 'nothing' }
  const policy = await giveUpWhenLate(tx, found, now)
  if (isOver(policy)) return { kind: 'nothing' }
  const bindings = await listBindings(tx, policy.id)
  const open = bindings.find(isOpen)
  // first the old one ends, then the new one begins: never two in force
  if (open && (!policy.is_wanted || open.period !== policy.period)) return { kind: 'cancel', policy, binding: open }
  if (open?.state === 'asked') return { kind: 'bind', policy, binding: open }
  if (open) return { kind: 'nothing' }
  const isDecided = !policy.is_wanted || bindings.some(({ period }) => period === policy.period)
  if (!isDecided) return { kind: 'prepare', policy }
  await concludePolicy(tx, policy, now)
  return { kind: 'nothing' }
}

/** A cover that has begun can no longer be bought: without an outcome by then it is called off, and the premium goes back. */
async function giveUpWhenLate(tx: Tx, policy: PolicyRow, now: Date): Promise<PolicyRow> {
  if (!policy.is_wanted || policy.state === 'bound' || now < policy.starts_at) return policy
  const late = await changePolicy(
    tx,
    policy.id,
    sql`is_wanted = false, ends_as = 'bind-failed', words = '到开始时间仍没有承保'`,
    now,
  )
  return concludePolicy(tx, late, now)
}
