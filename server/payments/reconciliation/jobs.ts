import { job, type Job, type Reaction } from '../../module.ts'
import { LOOK_AGAIN } from './compare-day.ts'
import { reconcileAgain, reconcileReadyDays } from './reconcile-day.ts'

export const reconciliationJobs: Job[] = [
  job('payments.reconcile', reconcileReadyDays, 3600),
  job(LOOK_AGAIN, reconcileAgain),
]
export const reconciliationReactions: Reaction[] = []
