import { job, type Job, type Reaction } from '../../module.ts'
import { FOLLOW_PAYMENT } from '../follow-key.ts'
import { followPayment } from './follow-payment.ts'

export const collectingJobs: Job[] = [job(FOLLOW_PAYMENT, followPayment)]
export const collectingReactions: Reaction[] = []
