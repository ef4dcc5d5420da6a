import type { Job, Reaction } from '../../module.ts'

export const reconciliationJobs: Job[] = []
export const reconciliationReactions: Reaction[] = []
