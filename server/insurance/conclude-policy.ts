/**
 * What a policy is, from what its bindings are: the only place that decides its state and tells the others. Under the
 * policy's lock; asking twice changes nothing and tells nothing twice.
 */
import type { PolicyState } from '@banyi/contract/insurance'
import type { Tx } from '../core/database.ts'
import { emit } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import { changePolicy, listBindings, type BindingRow, type PolicyRow } from './policy-queries.ts'

const OVER: PolicyState[] = ['bind-failed', 'cancelled', 'ended']
export const isOver = (policy: PolicyRow): boolean => OVER.includes(policy.state)
export const isOpen = (binding: BindingRow): boolean => binding.state === 'asked' || binding.state === 'bound'

export async function concludePolicy(tx: Tx, before: PolicyRow, now: Date): Promise<PolicyRow> {
  const bindings = await listBindings(tx, before.id)
  const policy = await tellBound(tx, before, bindings, now)
  // whatever comes after the end changes nothing but what was told about money
  if (isOver(before)) return policy
  const { state, words } = stateOf(policy, bindings)
  const current = bindings.find(({ period }) => period === policy.period)
  const concluded = await changePolicy(
    tx,
    policy.id,
    sql`state = ${state}, words = ${words ?? policy.words},
      policy_number = coalesce(${current?.policy_number ?? null}, policy_number), policy_url = coalesce(${current?.policy_url ?? null}, policy_url)`,
    now,
  )
  return tellEnd(tx, concluded, now)
}

function stateOf(policy: PolicyRow, bindings: BindingRow[]): { state: PolicyState; words?: string } {
  const current = bindings.find(({ period }) => period === policy.period)
  const begun = bindings.some(({ state }) => state === 'begun')
  if (policy.is_wanted) {
    if (current?.state === 'bound') return { state: 'bound', words: '' }
    if (current?.state === 'refused') return { state: 'bind-failed', words: current.words }
    // the insurer took it back by itself
    if (current?.state === 'cancelled') return { state: 'cancelled', words: current.words }
    if (begun) return { state: 'ended', words: '原定时间的保障已经开始，不能改到新的时间' }
    return { state: policy.is_paid ? 'binding' : 'chosen' }
  }
  const open = bindings.find(isOpen)
  if (open) return { state: open.state === 'asked' && policy.ends_as === 'bind-failed' ? 'binding' : 'cancelling' }
  return begun ? { state: 'ended', words: '保障时间已结束' } : { state: policy.ends_as }
}

/** The premium is the insurer's from the first time that it was bound, also when nobody wants it any more. */
async function tellBound(tx: Tx, policy: PolicyRow, bindings: BindingRow[], now: Date): Promise<PolicyRow> {
  const bound = bindings.find(({ state }) => state === 'bound' || state === 'begun')
  if (policy.was_bound || !bound?.policy_number || policy.end_told) return policy
  await emit(
    tx,
    'insurance.bound',
    {
      orderId: policy.order_id,
      policyId: policy.id,
      policyNumber: bound.policy_number,
      planName: policy.plan_name,
      premiumFen: policy.premium_fen,
    },
    now,
  )
  return changePolicy(tx, policy.id, sql`was_bound = true, bound_at = ${now}`, now)
}

/** Its way back, once. An order that nobody paid has no premium to give back. */
async function tellEnd(tx: Tx, policy: PolicyRow, now: Date): Promise<PolicyRow> {
  const isBack = policy.state === 'bind-failed' || policy.state === 'cancelled'
  if (!isBack || !policy.is_paid || policy.end_told) return policy
  const about = { orderId: policy.order_id, policyId: policy.id, premiumFen: policy.premium_fen }
  if (policy.state === 'bind-failed' && !policy.was_bound)
    await emit(tx, 'insurance.bind-failed', { ...about, reason: policy.words || '保险公司没有承保' }, now)
  else await emit(tx, 'insurance.cancelled', { ...about, wasBound: policy.was_bound }, now)
  return changePolicy(tx, policy.id, sql`end_told = true`, now)
}

/** `paid` came after the end: what was called off before anybody knew of the payment is given back now. */
export const concludeLatePayment = tellEnd
