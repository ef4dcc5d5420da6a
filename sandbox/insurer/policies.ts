/** Policies: ACCEPTED -> BOUND -> CANCELLED, or REFUSED. A cancelled number stays cancelled, even one never seen before. */
import { randomInt } from 'node:crypto'
import { shanghaiIso } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { tellInsured } from './tell.ts'

export type PolicyState = 'ACCEPTED' | 'BOUND' | 'REFUSED' | 'CANCELLED'
export type InsurerPolicy = {
  request_no: string
  fingerprint: string
  policy_no: string
  plan_code: string
  premium: number
  starts_at: number
  ends_at: number
  insured_name: string
  holder_phone: string
  notify_url: string
  state: PolicyState
  words: string
  next_state: PolicyState | null
  next_at: number | null
  created_at: number
  changed_at: number
}

export const INSURER_TABLES = `
create table if not exists insurer_policies (
  request_no text primary key, fingerprint text not null, policy_no text not null, plan_code text not null,
  premium integer not null, starts_at integer not null, ends_at integer not null, insured_name text not null,
  holder_phone text not null, notify_url text not null, state text not null, words text not null, next_state text,
  next_at integer, created_at integer not null, changed_at integer not null);
create table if not exists insurer_claims (
  request_no text primary key, fingerprint text not null, claim_no text not null unique, policy_request_no text not null,
  day text not null, what text not null, notify_url text not null, state text not null, amount integer, words text not null,
  created_at integer not null, changed_at integer not null);
`

export const findPolicy = (world: World, requestNo: string) =>
  world.state.one<InsurerPolicy>('select * from insurer_policies where request_no = ?', requestNo)
export const findPolicyByNumber = (world: World, policyNo: string) =>
  world.state.one<InsurerPolicy>(`select * from insurer_policies where policy_no = ? and policy_no <> ''`, policyNo)
export const listPolicies = (world: World) =>
  world.state.all<InsurerPolicy>('select * from insurer_policies order by created_at desc, rowid desc limit 200')

export function insertPolicy(world: World, policy: Omit<InsurerPolicy, 'changed_at'>): void {
  world.state.run(
    'insert into insurer_policies values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    policy.request_no,
    policy.fingerprint,
    policy.policy_no,
    policy.plan_code,
    policy.premium,
    policy.starts_at,
    policy.ends_at,
    policy.insured_name,
    policy.holder_phone,
    policy.notify_url,
    policy.state,
    policy.words,
    policy.next_state,
    policy.next_at,
    policy.created_at,
    policy.created_at,
  )
}

export function newPolicyNo(world: World): string {
  const day = shanghaiIso(world.clock.now()).slice(0, 10).replaceAll('-', '')
  return `AC${day}${String(randomInt(1_000_000_000)).padStart(9, '0')}`
}

/** Joins the caller's transaction. Told only when it was not the answer to a request. */
export function movePolicy(
  world: World,
  policy: InsurerPolicy,
  state: PolicyState,
  options: { words?: string; isTold: boolean },
): void {
  const policyNo = state === 'BOUND' ? newPolicyNo(world) : policy.policy_no
  world.state.run(
    `update insurer_policies set state = ?, policy_no = ?, words = ?, next_state = null, next_at = null, changed_at = ?
     where request_no = ?`,
    state,
    policyNo,
    options.words ?? policy.words,
    world.clock.now(),
    policy.request_no,
  )
  const now = findPolicy(world, policy.request_no)
  if (options.isTold && now) {
    tellInsured(world, {
      type: `POLICY.${state}`,
      subject: policy.request_no,
      url: policy.notify_url,
      data: policyView(now),
    })
  }
}

/** The insurer takes it back by itself, e.g. after a check. */
export function cancelByInsurer(world: World, requestNo: string, words: string): void {
  const policy = findPolicy(world, requestNo)
  if (policy?.state !== 'BOUND') throw new Error('requestNo: no policy in force')
  world.state.tx(() => movePolicy(world, policy, 'CANCELLED', { words, isTold: true }))
}

export function policyView(policy: InsurerPolicy): Record<string, unknown> {
  return {
    requestNo: policy.request_no,
    state: policy.state,
    policyNo: policy.policy_no || null,
    policyPath: policy.policy_no ? `/policies/${policy.policy_no}` : null,
    planCode: policy.plan_code,
    premiumFen: policy.premium,
    startsAt: new Date(policy.starts_at).toISOString(),
    endsAt: new Date(policy.ends_at).toISOString(),
    words: policy.words,
    changedAt: new Date(policy.changed_at).toISOString(),
  }
}

export const nextPolicyDueAt = (world: World) =>
  world.state.one<{ due: number | null }>('select min(next_at) as due from insurer_policies')?.due ?? undefined

/** What was accepted is decided now, and told. */
export function decideDuePolicies(world: World): void {
  const due = world.state.all<InsurerPolicy>('select * from insurer_policies where next_at <= ?', world.clock.now())
  for (const policy of due) {
    world.state.tx(() => movePolicy(world, policy, policy.next_state ?? 'REFUSED', { isTold: true }))
  }
}
