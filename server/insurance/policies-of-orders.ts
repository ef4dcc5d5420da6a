/** For the pages of orders, and for the public report. */
import type { PolicyState } from '@banyi/contract/insurance'
import type { System } from '../system.ts'
import { countAll } from './claim-queries.ts'
import { listPoliciesOfOrders } from './policy-queries.ts'
import { policyStateName, sayPolicy } from './policy-words.ts'

export interface PolicyBrief {
  state: PolicyState
  stateName: string
  planName: string
  policyNumber: string | null
  sentence: string
}

/** Many orders in one query; an order without insurance is missing in the map. */
export async function policiesOf(system: System, orderIds: string[]): Promise<Map<string, PolicyBrief>> {
  if (orderIds.length === 0) return new Map()
  const rows = await listPoliciesOfOrders(system.db, [...new Set(orderIds)])
  return new Map(
    rows.map((row) => [
      row.order_id,
      {
        state: row.state,
        stateName: policyStateName[row.state],
        planName: row.plan_name,
        policyNumber: row.policy_number,
        sentence: sayPolicy(row),
      },
    ]),
  )
}

/** From `from` to before `to`: policies that came into force, claims reported, what insurers paid on claims. */
export async function countPolicies(
  system: Pick<System, 'db'>,
  from: Date,
  to: Date,
): Promise<{ policies: number; claims: number; claimsPaidFen: number }> {
  const row = await countAll(system.db, from, to)
  return { policies: row.policies, claims: row.claims, claimsPaidFen: Number(row.claims_paid_fen) }
}
