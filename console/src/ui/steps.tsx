/** What happened to a thing, in order: who, what, why. */
import type { ReactElement } from 'react'
import type { Step } from '@banyi/contract/payments/shapes'
import { clock, sayDay } from '../words/time.ts'
import { Card } from './bits.tsx'
import { EmptyBox } from './states.tsx'

export function StepsCard({ steps, title = '经过' }: { steps: readonly Step[]; title?: string }): ReactElement {
  const now = Date.now()
  return (
    <Card title={title}>
      {steps.length === 0 ? (
        <EmptyBox title="还没有发生什么" />
      ) : (
        <ol className="timeline">
          {steps.map((step, i) => {
            const before = steps[i - 1]
            const day = sayDay(step.at, now)
            return (
              <li key={`${step.at} ${i}`}>
                <time dateTime={step.at}>
                  {(!before || sayDay(before.at, now) !== day) && <span className="note">{day}</span>}
                  {clock(step.at)}
                </time>
                <i aria-hidden />
                <div>
                  {step.what}
                  <span className="note">
                    {step.who}
                    {step.reason !== '' && ` · ${step.reason}`}
                  </span>
                </div>
              </li>
            )
          })}
        </ol>
      )}
    </Card>
  )
}
