import { job, reaction, type Job, type Reaction } from '../../module.ts'
import { SEND_REFUND } from '../follow-key.ts'
import { sendRefund } from './send-refund.ts'
import { startRefund } from './start-refund.ts'

export const refundJobs: Job[] = [job(SEND_REFUND, sendRefund)]
export const refundReactions: Reaction[] = [reaction('orders.refund-due', 'payments.start-refund', startRefund)]
