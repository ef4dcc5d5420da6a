import { job, reaction, type Job, type Reaction } from '../../module.ts'
import { followMoving, followRefund, followTransfer } from './follow-claim.ts'
import { watchClaims } from './fund-alarms.ts'

export const fundJobs: Job[] = [
  job('payments.follow-claims', followMoving, 60),
  job('payments.watch-claims', watchClaims, 600),
]
export const fundReactions: Reaction[] = [
  reaction('payments.refunded', 'payments.follow-claim-refund', followRefund),
  reaction('payments.refund-failed', 'payments.follow-claim-failure', followRefund),
  reaction('payments.transfer-changed', 'payments.follow-claim-transfer', followTransfer),
]
