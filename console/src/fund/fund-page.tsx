/** The compensation fund: what is in it, and every draw. */
import type { ReactElement } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useClient } from '../api/api.ts'
import { Card, PageHead } from '../ui/bits.tsx'
import { PAGE_SIZE } from '../ui/list-view.tsx'
import { Pager } from '../ui/pager.tsx'
import { Entries } from '../ui/postings.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { yuan } from '../words/money.ts'

export function Component(): ReactElement {
  return (
    <>
      <PageHead
        title="先行赔付金"
        lead="从佣金里提出来，出了问题先赔给家属，再向责任方追偿。"
        actions={
          <>
            <Link to="/finance/claims">赔付申请</Link>
            <Link to="/finance/fund/rules">赔付规则</Link>
          </>
        }
      />
      <Fund />
    </>
  )
}

function Fund(): ReactElement {
  const client = useClient()
  const [words] = useUrlWords(['cursor'])
  const query = { cursor: words.cursor || undefined, limit: PAGE_SIZE }
  const list = useQuery({
    queryKey: ['money', 'fund', query],
    queryFn: () => client.payments.getFund({ query }),
    placeholderData: keepPreviousData,
  })
  return (
    <Loaded query={list} skeleton={<CardSkeleton rows={12} />}>
      {(fund) => (
        <div className={`stack ${list.isPlaceholderData ? 'stale' : ''}`}>
          <Card title="余额">
            <div className="figures bare">
              {(
                [
                  ['现在有', fund.balanceFen],
                  ['提进来', fund.setAsideFen],
                  ['赔出去', fund.paidFen],
                  ['追回来', fund.recoveredFen],
                  ['还要追', fund.toRecoverFen],
                ] as const
              ).map(([name, fen], i) => (
                <div key={name}>
                  <span className="muted">{name}</span>
                  <strong className={`number ${i === 0 ? 'big' : ''}`}>{yuan(fen)}</strong>
                </div>
              ))}
            </div>
          </Card>
          <Card title="每一笔进出">
            {fund.items.length === 0 ? (
              <EmptyBox title="还没有进出" hint="第一单结算后，佣金的一部分会提到这里。" />
            ) : (
              <Entries postings={fund.items} label="赔付金进出" />
            )}
            <Pager
              total={undefined}
              count={fund.items.length}
              pageSize={PAGE_SIZE}
              nextCursor={fund.nextCursor}
              unit="笔"
            />
          </Card>
        </div>
      )}
    </Loaded>
  )
}
