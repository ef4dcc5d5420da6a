import { job, reaction, type Job, type Reaction } from '../module.ts'
import { followClaim } from './follow-claim.ts'
import { followOrder } from './follow-order.ts'
import { forgetOffers } from './forget-offers.ts'
import { FOLLOW_CLAIM, SETTLE_POLICY } from './settle-key.ts'
import { settlePolicy } from './settle-policy.ts'

export const jobs: Job[] = [
  job(SETTLE_POLICY, settlePolicy),
  job(FOLLOW_CLAIM, followClaim),
  job('insurance.forget-offers', forgetOffers, 86_400),
]
export const reactions: Reaction[] = [reaction('orders.progressed', 'insurance.follow-order', followOrder)]
