/** The insurer's words -> ours. What does not have the promised shape is no answer. */
import { z } from 'zod'
import type { ClaimFact, PolicyFact } from './port.ts'

const Words = z.string().catch('')
const Policy = z.object({
  requestNo: z.string(),
  state: z.enum(['ACCEPTED', 'BOUND', 'REFUSED', 'CANCELLED']),
  policyNo: z.string().nullable(),
  policyPath: z.string().nullable(),
  words: Words,
})
const Claim = z.object({
  requestNo: z.string(),
  claimNo: z.string().nullable(),
  state: z.enum(['REPORTED', 'MORE_NEEDED', 'APPROVED', 'PAID', 'REFUSED']),
  amountFen: z.int().nonnegative().nullable(),
  words: Words,
})
export const Offers = z.object({
  insurerName: z.string().min(1),
  plans: z.array(
    z.object({
      planCode: z.string().min(1),
      planName: z.string().min(1),
      premiumFen: z.int().positive(),
      covers: z.array(z.object({ name: z.string(), amountFen: z.int().nonnegative() })),
      exclusions: z.array(z.string()),
      termsUrl: z.url(),
    }),
  ),
})
export const News = z.object({ id: z.string().min(8).max(100), type: z.string(), data: z.unknown() })

const POLICY_STATES = { ACCEPTED: 'accepted', BOUND: 'bound', REFUSED: 'refused', CANCELLED: 'cancelled' } as const
const CLAIM_STATES = {
  REPORTED: 'reported',
  MORE_NEEDED: 'more-needed',
  APPROVED: 'approved',
  PAID: 'paid',
  REFUSED: 'refused',
} as const

/** null: not what was promised */
export function readPolicy(value: unknown, origin: string): PolicyFact | null {
  const parsed = Policy.safeParse(value)
  if (!parsed.success) return null
  const { requestNo, state, policyNo, policyPath, words } = parsed.data
  if (state === 'BOUND' && !policyNo) return null
  const policyUrl = policyPath?.startsWith('/') ? new URL(policyPath, origin).href : null
  return { number: requestNo, state: POLICY_STATES[state], policyNumber: policyNo, policyUrl, words }
}

export function readClaim(value: unknown): ClaimFact | null {
  const parsed = Claim.safeParse(value)
  if (!parsed.success) return null
  const { requestNo, claimNo, state, amountFen, words } = parsed.data
  return { number: requestNo, claimNumber: claimNo, state: CLAIM_STATES[state], amountFen, words }
}
