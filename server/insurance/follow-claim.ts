/** Job: reports a claim under its number until the insurer has it, then asks after it; callbacks usually come first. */
import { sayError } from '../core/errors.ts'
import { OutsideRefusal, OutsideUnavailable } from '../outside/outside-error.ts'
import type { ClaimFact, InsurerPort } from '../outside/insurer/port.ts'
import type { System } from '../system.ts'
import { findClaim, noteClaimError, OPEN_CLAIM, type ClaimRow } from './claim-queries.ts'
import { findPolicy } from './policy-queries.ts'
import { WHAT } from './policy-view.ts'
import { recordClaim, sealWords } from './record-claim.ts'
import { followClaimLater, type FollowClaim } from './settle-key.ts'

export async function followClaim(system: System, task: FollowClaim): Promise<void> {
  const claim = await findClaim(system.db, task.claimId)
  if (!claim || !OPEN_CLAIM.includes(claim.state)) return
  try {
    const { insurer } = system.outside
    if (!insurer) throw new OutsideUnavailable('保险公司', 'none is configured')
    const fact =
      claim.state === 'reporting' ? await report(system, insurer, claim) : await insurer.queryClaim(claim.number)
    if (fact) {
      const sealed = await sealWords(system, fact)
      await system.db.tx((tx) => recordClaim(tx, fact, sealed, system.clock.now()))
      if (fact.state === 'paid' || fact.state === 'refused') return
    }
  } catch (error) {
    if (!(error instanceof OutsideUnavailable || error instanceof OutsideRefusal)) throw error
    const detail = sayError(error)
    system.log.warn({ claim: claim.number, detail }, 'a claim could not be reported or asked after, goes on later')
    await noteClaimError(system.db, claim.id, detail, system.clock.now())
  }
  await system.db.tx((tx) => followClaimLater(tx, task, system.clock.now()))
}

async function report(system: System, insurer: InsurerPort, claim: ClaimRow): Promise<ClaimFact> {
  const policy = await findPolicy(system.db, claim.policy_id)
  if (!policy) throw new Error(`claim ${claim.number} has no policy`)
  return insurer.claim({
    number: claim.number,
    policyNumber: claim.binding_number,
    day: claim.day,
    what: await system.cipher.open(system.db, policy.patient_id, WHAT, claim.what_sealed),
  })
}
