/** One task per policy and per open claim asks the insurer; its key lets others hurry it. */
import { addSeconds } from '../core/clock.ts'
import type { Tx } from '../core/database.ts'
import { addTask } from '../core/tasks.ts'

export const SETTLE_POLICY = 'insurance.settle-policy'
export const FOLLOW_CLAIM = 'insurance.follow-claim'

export interface SettlePolicy {
  policyId: string
  /** how often the insurer was asked without an outcome */
  step: number
}
export interface FollowClaim {
  claimId: string
  step: number
}

/** seconds between looks; the last one repeats */
const LADDER = [30, 60, 300, 900, 3600]
const CLAIM_LADDER = [30, 300, 3600, 21_600, 86_400]

const waitOf = (ladder: number[], step: number): number => ladder[Math.min(step, ladder.length - 1)] ?? 3600

export const settleNow = (tx: Tx, policyId: string, now: Date): Promise<void> =>
  addTask(tx, { kind: SETTLE_POLICY, key: `${SETTLE_POLICY}:${policyId}`, payload: { policyId, step: 0 }, now })

/** `deadline`: when time alone decides something */
export function settleLater(tx: Tx, task: SettlePolicy, now: Date, deadline: Date): Promise<void> {
  const next = addSeconds(now, waitOf(LADDER, task.step))
  const runAt = deadline > now && deadline < next ? deadline : next
  const payload = { ...task, step: task.step + 1 }
  return addTask(tx, { kind: SETTLE_POLICY, key: `${SETTLE_POLICY}:${task.policyId}`, payload, now, runAt })
}

export const followClaimNow = (tx: Tx, claimId: string, now: Date): Promise<void> =>
  addTask(tx, { kind: FOLLOW_CLAIM, key: `${FOLLOW_CLAIM}:${claimId}`, payload: { claimId, step: 0 }, now })
export const followClaimLater = (tx: Tx, task: FollowClaim, now: Date): Promise<void> =>
  addTask(tx, {
    kind: FOLLOW_CLAIM,
    key: `${FOLLOW_CLAIM}:${task.claimId}`,
    payload: { ...task, step: task.step + 1 },
    now,
    runAt: addSeconds(now, waitOf(CLAIM_LADDER, task.step)),
  })
