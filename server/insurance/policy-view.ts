/** A policy as its family and as an operator sees it. What a family wrote about an accident is only for her and the insurer. */
import type { InsuranceClaim, OperatorPolicy, Policy } from '@banyi/contract/insurance'
import { maskName } from '../core/words.ts'
import { findPatients } from '../identity/index.ts'
import type { System } from '../system.ts'
import { listClaimsOf, type ClaimRow } from './claim-queries.ts'
import type { PolicyRow } from './policy-queries.ts'
import { claimStateName, policyStateName, sayPolicy } from './policy-words.ts'

export const WHAT = 'claim_what'
export const WORDS = 'claim_words'
const MOST_CLAIMS = 5

export const mayClaim = (policy: PolicyRow, claims: ClaimRow[], now: Date): boolean =>
  policy.was_bound &&
  (policy.state === 'bound' || policy.state === 'ended') &&
  now >= policy.starts_at &&
  claims.length < MOST_CLAIMS &&
  !claims.some(({ state }) => state === 'reporting')

export async function viewPolicy(system: System, policy: PolicyRow): Promise<Policy> {
  const claims = await listClaimsOf(system.db, [policy.id])
  const open = (field: string, sealed: Buffer | null): Promise<string | null> =>
    system.cipher.openMaybe(system.db, policy.patient_id, field, sealed)
  const texts = await Promise.all(
    claims.map(async (claim) => ({
      what: (await open(WHAT, claim.what_sealed)) ?? '',
      words: (await open(WORDS, claim.words_sealed)) ?? '',
    })),
  )
  return {
    ...base(policy),
    claims: claims.map((claim, i) => viewClaim(claim, texts[i]?.what ?? '', texts[i]?.words ?? '')),
    can: { claim: mayClaim(policy, claims, system.clock.now()) },
  }
}

const HIDDEN = '（内容只给家属和保险公司看）'

export async function viewForOperator(system: System, policies: PolicyRow[]): Promise<OperatorPolicy[]> {
  const [patients, claims] = await Promise.all([
    findPatients(
      system,
      policies.map((policy) => policy.patient_id),
      null,
    ),
    listClaimsOf(
      system.db,
      policies.map(({ id }) => id),
    ),
  ])
  return policies.map((policy) => ({
    ...base(policy),
    claims: claims.filter((claim) => claim.policy_id === policy.id).map((claim) => viewClaim(claim, HIDDEN, '')),
    can: { claim: false },
    orderNumber: policy.order_number,
    insuredName: maskName(patients.get(policy.patient_id)?.name ?? '*'),
    createdAt: policy.created_at.toISOString(),
    lastError: policy.last_error,
  }))
}

function viewClaim(claim: ClaimRow, what: string, words: string): InsuranceClaim {
  return {
    id: claim.id,
    number: claim.insurer_number,
    reportedAt: claim.reported_at.toISOString(),
    what,
    state: claim.state,
    stateName: claimStateName[claim.state],
    amountFen: claim.amount_fen,
    insurerWords: words,
  }
}

const base = (policy: PolicyRow): Omit<Policy, 'claims' | 'can'> => ({
  id: policy.id,
  orderId: policy.order_id,
  planName: policy.plan_name,
  insurerName: policy.insurer_name,
  premiumFen: policy.premium_fen,
  covers: policy.covers,
  termsUrl: policy.terms_url,
  policyNumber: policy.policy_number,
  policyUrl: policy.policy_url,
  state: policy.state,
  stateName: policyStateName[policy.state],
  sentence: sayPolicy(policy),
  from: policy.starts_at.toISOString(),
  to: policy.ends_at.toISOString(),
})
