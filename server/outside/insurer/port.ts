/** An insurer's open platform (sandbox/insurer/README.md). Every call is safe to repeat with the same number. */
import type { PackageKind } from '@banyi/contract/orders'

export interface InsurerPort {
  /** nothing in it says who it is for; an empty list: nothing fits */
  quote(wish: { packageKind: PackageKind; ageYears: number; startsAt: Date }): Promise<InsurerOffer[]>
  /** a clear no is a fact with state `refused`; anything uncertain throws OutsideUnavailable: ask again with the same number */
  bind(policy: {
    number: string
    planCode: string
    premiumFen: number
    packageKind: PackageKind
    startsAt: Date
    endsAt: Date
    insured: InsuredPerson
  }): Promise<PolicyFact>
  /** also for a number that the insurer has not seen: it will then never be bound. `begun`: too late to call off */
  cancel(number: string, reason: string): Promise<PolicyFact | 'begun'>
  /** null: the insurer has no such policy */
  queryPolicy(number: string): Promise<PolicyFact | null>
  /** a clear no is a fact with state `refused` */
  claim(claim: { number: string; policyNumber: string; day: string; what: string }): Promise<ClaimFact>
  queryClaim(number: string): Promise<ClaimFact | null>
  /** checks signature, clock and key of a callback; throws FORBIDDEN when anything is wrong */
  openCallback(headers: Record<string, string | undefined>, body: Buffer): InsurerCallback
}

/** all that the insurer learns of a person */
export interface InsuredPerson {
  name: string
  birthDate: string
  identityNumber: string | null
  /** of whoever bought it */
  holderPhone: string
}
export interface InsurerOffer {
  planCode: string
  planName: string
  insurerName: string
  premiumFen: number
  covers: { name: string; amountFen: number }[]
  exclusions: string[]
  termsUrl: string
}
export interface PolicyFact {
  /** ours */
  number: string
  state: 'accepted' | 'bound' | 'refused' | 'cancelled'
  policyNumber: string | null
  policyUrl: string | null
  /** the insurer's words, fit for people */
  words: string
}
export interface ClaimFact {
  /** ours */
  number: string
  /** the insurer's */
  claimNumber: string | null
  state: 'reported' | 'more-needed' | 'approved' | 'paid' | 'refused'
  amountFen: number | null
  words: string
}
export type InsurerCallback =
  | { id: string; type: 'policy'; fact: PolicyFact }
  | { id: string; type: 'claim'; fact: ClaimFact }
  | { id: string; type: 'other'; name: string }
