/** One difference: the way from the bill line to the posting, the order and the person, and what is done about it. */
import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Difference } from '@banyi/contract/payments/reconciliation'
import { useClient } from '../api/api.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Facts, PageHead, StatusWord } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { StepsCard } from '../ui/steps.tsx'
import { differenceKinds, differenceTones, resolutions, sourceNames } from '../words/finance.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { fullTime } from '../words/time.ts'
import { gapOf } from './difference-table.tsx'
import { PathCard } from './path-card.tsx'
import { ResolveCard } from './resolve-card.tsx'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'difference', id],
    queryFn: () => client.payments.getDifference({ params: { id } }),
  })
  return (
    <>
      <BackLink to="/finance/differences" name="对账差异" />
      <Loaded query={query} title="差异" skeleton={<CardSkeleton rows={10} />}>
        {(difference) => (
          <>
            <PageHead
              title={`${difference.kindName}，相差 ${signedYuan(gapOf(difference))}`}
              lead={<StatusWord tone={differenceTones[difference.state]}>{difference.stateName}</StatusWord>}
            />
            <div className="order-grid">
              <div className="stack">
                <Against difference={difference} />
                <PathCard difference={difference} lines={difference.billLines} postings={difference.postings} />
                <StepsCard steps={difference.history} />
              </div>
              <ResolveCard difference={difference} />
              <Card title="这处差异" className="about">
                <Facts
                  items={[
                    [
                      '日期',
                      <Link key="day" to={`/finance/reconciliation/${difference.day}`} className="number">
                        {difference.day}
                      </Link>,
                    ],
                    ['账单', sourceNames[difference.source]],
                    ['单号', difference.number || '—'],
                    ['发现', fullTime(difference.foundAt)],
                    ['谁在处理', difference.owner ?? '还没有人'],
                    ['办法', difference.resolution ? resolutions[difference.resolution].name : ''],
                  ]}
                />
              </Card>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}

function Against({ difference }: { difference: Difference }): ReactElement {
  return (
    <Card title="两边各是什么">
      <div className="against">
        <div>
          <span className="muted">我们</span>
          <strong className="number">{difference.hereFen === null ? '没有' : yuan(difference.hereFen)}</strong>
          {difference.hereWords}
        </div>
        <div>
          <span className="muted">微信</span>
          <strong className="number">{difference.thereFen === null ? '没有' : yuan(difference.thereFen)}</strong>
          {difference.thereWords}
        </div>
      </div>
      <p className="note">{differenceKinds[difference.kind].advice}</p>
    </Card>
  )
}
