import { reaction, type Job, type Reaction } from '../../module.ts'
import { releaseHeld } from './release-held.ts'

export const escrowJobs: Job[] = []
export const escrowReactions: Reaction[] = [reaction('orders.settlement-due', 'payments.release-held', releaseHeld)]
