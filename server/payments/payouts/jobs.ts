import type { Job, Reaction } from '../../module.ts'

export const payoutJobs: Job[] = []
export const payoutReactions: Reaction[] = []
