/** What the insurer said about a request to bind, from an answer or a callback: compare and set, then the policy follows. */
import type { Tx } from '../core/database.ts'
import type { PolicyFact } from '../outside/insurer/port.ts'
import { sql } from '../core/sql.ts'
import { concludePolicy } from './conclude-policy.ts'
import {
  changePolicy,
  findBinding,
  lockPolicy,
  moveBinding,
  type BindingRow,
  type PolicyRow,
} from './policy-queries.ts'

/** from which states a word of the insurer moves a binding; cancelled and refused are final, there as here */
const FROM = {
  accepted: [],
  bound: ['asked'],
  refused: ['asked'],
  cancelled: ['asked', 'bound'],
} as const satisfies Record<PolicyFact['state'], BindingRow['state'][]>

/** null: we never asked under this number */
export async function recordPolicy(tx: Tx, fact: PolicyFact, now: Date): Promise<PolicyRow | null> {
  const binding = await findBinding(tx, fact.number)
  const policy = binding && (await lockPolicy(tx, binding.policy_id))
  if (!policy) return null
  if (fact.state !== 'accepted') await moveBinding(tx, fact.number, [...FROM[fact.state]], fact.state, fact, now)
  const heard = await changePolicy(tx, policy.id, sql`last_error = null`, now)
  return concludePolicy(tx, heard, now)
}

/** It could not be called off: the cover had begun. `fact` is what the insurer says that it is. */
export async function recordBegun(tx: Tx, fact: PolicyFact, now: Date): Promise<void> {
  const policy = await recordPolicy(tx, fact, now)
  if (!policy) return
  await moveBinding(tx, fact.number, ['bound'], 'begun', fact, now)
  await concludePolicy(tx, policy, now)
}
