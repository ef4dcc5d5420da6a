/** One posting: what it moved, for what, and the way to undo it: an opposite one that a second person agrees to. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Posting } from '@banyi/contract/payments/shapes'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Facts, PageHead } from '../ui/bits.tsx'
import { sizeOf } from '../ui/postings.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { proposalKinds } from '../words/finance.ts'
import { has } from '../words/labels.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { fullTime } from '../words/time.ts'
import { ProposeDialog } from './propose-dialog.tsx'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'posting', id],
    queryFn: () => client.payments.getPosting({ params: { id } }),
  })
  return (
    <>
      <BackLink to="/finance/postings" name="分录" />
      <Loaded query={query} title="分录" skeleton={<CardSkeleton rows={8} />}>
        {(posting) => <One posting={posting} />}
      </Loaded>
    </>
  )
}

function One({ posting }: { posting: Posting }): ReactElement {
  const canPropose = useMay('keepBooks')
  const isByHand = has(proposalKinds, posting.kind)
  const [isReversing, setReversing] = useState(false)
  return (
    <>
      <PageHead
        title={`${posting.kindName} ${yuan(sizeOf(posting))}`}
        lead={posting.sentence}
        actions={
          !isByHand ? (
            <span className="note">这种分录有自己的流程，不能手工更正</span>
          ) : canPropose ? (
            <Button danger onClick={() => setReversing(true)}>
              提出更正
            </Button>
          ) : (
            <span className="note">更正{whoMay('keepBooks')}</span>
          )
        }
      />
      <div className="order-grid">
        <Card title="记了什么">
          <div className="table-box" role="region" aria-label="记了什么" tabIndex={0}>
            <table className="ledger" style={{ minWidth: 0 }}>
              <thead>
                <tr>
                  <th scope="col">账户</th>
                  <th scope="col" className="right">
                    金额
                  </th>
                </tr>
              </thead>
              <tbody>
                {posting.entries.map((entry, i) => (
                  <tr key={`${entry.account} ${i}`}>
                    <th scope="row">
                      <Link to={`/finance/postings?account=${encodeURIComponent(entry.account)}`}>
                        {entry.accountName}
                      </Link>
                      <span className="note break">{entry.account}</span>
                    </th>
                    <td className="right number">{signedYuan(entry.amountFen)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="note">加号是转进，减号是转出，合起来是零。</p>
        </Card>
        <Card title="为了什么">
          <Facts
            items={[
              ['时间', fullTime(posting.at)],
              ['单号', posting.reference || '—'],
              [
                '订单',
                posting.orderId ? (
                  <span key="order" className="row">
                    <Link to={`/orders/${posting.orderId}`}>{posting.orderNumber ?? '订单'}</Link>
                    <Link to={`/finance/orders/${posting.orderId}`}>这一单的资金</Link>
                  </span>
                ) : (
                  ''
                ),
              ],
              ['分录编号', posting.id],
            ]}
          />
        </Card>
      </div>
      {isReversing && <ProposeDialog kind="reversal" posting={posting} onClose={() => setReversing(false)} />}
    </>
  )
}
