import type { Step, Task } from '@banyi/contract/orders'
import type { Kept } from '@/api/visit-queue'

export interface SeenStep extends Step {
  /** kept on the phone, not yet with the server */
  isWaiting: boolean
}
export interface SeenTask {
  steps: SeenStep[]
  next: SeenStep | null
  /** the last tap while it may still be taken back */
  fresh: Kept | null
  /** taps that already found no network */
  delayed: number
  isReportWaiting: boolean
  isReportNext: boolean
}

/** The task as she knows it: what the server said, and on top of it what she has tapped since. */
export function seenTask(task: Task, waiting: readonly Kept[]): SeenTask {
  const steps: SeenStep[] = task.steps.map((step) => ({ ...step, isWaiting: false }))
  for (const { deed, tappedAt } of waiting) {
    const step = deed.kind === 'milestone' ? steps.find(({ kind }) => kind === deed.step) : undefined
    if (!step || deed.kind !== 'milestone' || step.state === 'done' || step.state === 'not-applicable') continue
    Object.assign(step, { state: deed.isNotApplicable ? 'not-applicable' : 'done', at: tappedAt, isWaiting: true })
    const after = steps.slice(steps.indexOf(step) + 1).find(({ state }) => state === 'later')
    if (after) after.state = 'next'
  }
  const next = steps.find(({ state }) => state === 'next') ?? null
  const isReportWaiting = waiting.some(({ deed }) => deed.kind === 'report')
  const isFinishing = waiting.some(({ deed }) => deed.kind === 'milestone' && deed.step === 'finished')
  return {
    steps,
    next,
    fresh: waiting.filter(({ isSent, holdUntil }) => !isSent && holdUntil > 0).at(-1) ?? null,
    delayed: waiting.filter(({ isDelayed }) => isDelayed).length,
    isReportWaiting,
    isReportNext: !isReportWaiting && (task.can.writeReport || isFinishing),
  }
}
