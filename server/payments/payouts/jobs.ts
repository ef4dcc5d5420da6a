import { job, type Job, type Reaction } from '../../module.ts'
import { sendTransfer } from './send-transfer.ts'
import { SEND_TRANSFER } from './transfer-task.ts'

export const payoutJobs: Job[] = [job(SEND_TRANSFER, sendTransfer)]
export const payoutReactions: Reaction[] = []
