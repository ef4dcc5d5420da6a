import type { Job, Reaction } from '../../module.ts'

export const fundJobs: Job[] = []
export const fundReactions: Reaction[] = []
