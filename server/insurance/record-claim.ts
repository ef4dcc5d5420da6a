/** What the insurer said about a claim, from an answer or a callback; a late or doubled word changes nothing. */
import type { Tx } from '../core/database.ts'
import type { ClaimFact } from '../outside/insurer/port.ts'
import type { System } from '../system.ts'
import { findClaimByNumber, moveClaim, type ClaimState } from './claim-queries.ts'
import { findPolicy } from './policy-queries.ts'
import { WORDS } from './policy-view.ts'

const FROM: Record<ClaimFact['state'], ClaimState[]> = {
  reported: ['reporting'],
  'more-needed': ['reporting', 'reported', 'more-needed'],
  approved: ['reporting', 'reported', 'more-needed'],
  paid: ['reporting', 'reported', 'more-needed', 'approved'],
  refused: ['reporting', 'reported', 'more-needed'],
}

/** The insurer's words may speak of health: sealed like the family's, before the transaction. */
export async function sealWords(system: System, fact: ClaimFact): Promise<Buffer | null> {
  if (!fact.words) return null
  const claim = await findClaimByNumber(system.db, fact.number)
  const policy = claim && (await findPolicy(system.db, claim.policy_id))
  return policy && system.cipher.seal(system.db, policy.patient_id, WORDS, fact.words)
}

/** false: we never reported under this number */
export async function recordClaim(tx: Tx, fact: ClaimFact, wordsSealed: Buffer | null, now: Date): Promise<boolean> {
  const claim = await findClaimByNumber(tx, fact.number)
  if (!claim) return false
  const { state, claimNumber: insurerNumber, amountFen } = fact
  await moveClaim(tx, claim.id, FROM[state], { state, insurerNumber, amountFen, wordsSealed }, now)
  return true
}
