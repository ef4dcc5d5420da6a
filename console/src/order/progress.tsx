/** The visit's steps and everything that happened, newest last, each with its time and who did it. */
import type { ReactElement } from 'react'
import { CheckCircleFilled, ClockCircleOutlined, MinusCircleOutlined, RightCircleFilled } from '@ant-design/icons'
import type { OperatorOrder, Step, TimelineEntry } from '@banyi/contract/orders'
import { Card } from '../ui/bits.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { actorNames } from '../words/labels.ts'
import { clock, sayDay } from '../words/time.ts'

const stepWords: Record<Step['state'], string> = {
  done: '已完成',
  'not-applicable': '不需要',
  next: '下一步',
  later: '之后',
}
const stepIcons: Record<Step['state'], ReactElement> = {
  done: <CheckCircleFilled aria-hidden />,
  'not-applicable': <MinusCircleOutlined aria-hidden />,
  next: <RightCircleFilled aria-hidden />,
  later: <ClockCircleOutlined aria-hidden />,
}

export function Progress({ order }: { order: OperatorOrder }): ReactElement {
  return (
    <div className="stack">
      {order.steps.length > 0 && (
        <Card title="节点">
          <ol className="steps">
            {order.steps.map((step) => (
              <li key={step.kind} className={step.state} aria-current={step.state === 'next' ? 'step' : undefined}>
                <span className="icon" aria-hidden>
                  {stepIcons[step.state]}
                </span>
                <strong>{step.name}</strong>
                <span className="note">{step.at ? clock(step.at) : stepWords[step.state]}</span>
              </li>
            ))}
          </ol>
        </Card>
      )}
      <Card title="经过">
        {order.timeline.length === 0 ? <EmptyBox title="还没有发生什么" /> : <Timeline entries={order.timeline} />}
      </Card>
    </div>
  )
}

const quiet = new Set<TimelineEntry['kind']>(['expired', 'cancelled', 'refunded', 'insurance-cancelled'])
const bad = new Set<TimelineEntry['kind']>(['no-show', 'code-locked', 'refused', 'disputed', 'insurance-failed'])

function Timeline({ entries }: { entries: readonly TimelineEntry[] }): ReactElement {
  const now = Date.now()
  return (
    <ol className="timeline">
      {entries.map((entry, i) => {
        const day = sayDay(entry.at, now)
        const before = entries[i - 1]
        const isNewDay = !before || sayDay(before.at, now) !== day
        return (
          <li
            key={`${entry.kind} ${entry.at} ${i}`}
            className={bad.has(entry.kind) ? 'bad' : quiet.has(entry.kind) ? 'quiet' : ''}
          >
            <time dateTime={entry.at}>
              {isNewDay && <span className="note">{day}</span>}
              {clock(entry.at)}
            </time>
            <i aria-hidden />
            <div>
              {entry.sentence}
              <span className="note">
                {actorNames[entry.byWhom]}
                {entry.isNotApplicable && ' · 不需要这一步'}
                {entry.note !== '' && ` · ${entry.note}`}
              </span>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
