import type { Task } from '@banyi/contract/orders'
import { Card, Timeline, type TimelineItem } from '@/ui'
import type { SeenTask } from '../seen-task'

/** What happened, what is now, what comes; taps that wait for a network are marked. */
export function ProgressCard({ task, seen }: { task: Task; seen: SeenTask }) {
  const past: TimelineItem[] = task.timeline.map((entry, at) => ({
    key: `${entry.kind}.${at}`,
    at: entry.at,
    words: entry.sentence,
    note: entry.note || undefined,
    state: entry.isNotApplicable ? 'skipped' : 'done',
  }))
  const coming: TimelineItem[] = seen.steps
    .filter((step) => step.isWaiting || step.state === 'next' || step.state === 'later')
    .map((step) => ({
      key: step.kind,
      at: step.isWaiting ? step.at : null,
      words: step.name,
      note: step.isWaiting ? (seen.delayed > 0 ? '待同步' : '正在发出') : undefined,
      state: step.isWaiting
        ? step.state === 'not-applicable'
          ? 'skipped'
          : 'done'
        : step.state === 'next'
          ? 'now'
          : 'later',
    }))
  return (
    <Card title="进度">
      <Timeline items={[...past, ...coming]} />
    </Card>
  )
}
