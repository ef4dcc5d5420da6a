/** Bill line -> posting -> order -> person, each a step that can be opened. */
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { BillLine, Difference } from '@banyi/contract/payments/reconciliation'
import type { Posting } from '@banyi/contract/payments/shapes'
import { Card } from '../ui/bits.tsx'
import { sizeOf } from '../ui/postings.tsx'
import { lineStatuses, sourceNames } from '../words/finance.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { fullTime } from '../words/time.ts'

interface Props {
  difference: Pick<Difference, 'orderId' | 'orderNumber'>
  lines: readonly BillLine[]
  postings: readonly Posting[]
}
export function PathCard({ difference, lines, postings }: Props): ReactElement {
  const people = [...new Set(lines.map((line) => line.personName).filter((name) => name !== null))]
  return (
    <Card title="从账单行找到人">
      <ol className="path">
        <li>
          <span className="name">账单行</span>
          {lines.length === 0 ? (
            <p>微信的账单里没有这一行。</p>
          ) : (
            <ul>
              {lines.map((line) => (
                <li key={line.id}>
                  {sourceNames[line.source]}第 {line.lineNumber} 行：{line.business} {signedYuan(line.amountFen)}
                  <span className="note">
                    {' '}
                    {fullTime(line.at)} · {lineStatuses[line.status]}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </li>
        <li>
          <span className="name">分录</span>
          {postings.length === 0 ? (
            <p>账上没有对应的分录。</p>
          ) : (
            <ul>
              {postings.map((posting) => (
                <li key={posting.id}>
                  <Link to={`/finance/postings/${posting.id}`}>
                    {posting.kindName} {yuan(sizeOf(posting))}
                  </Link>
                  <span className="note"> {posting.sentence}</span>
                </li>
              ))}
            </ul>
          )}
        </li>
        <li>
          <span className="name">订单</span>
          <p>
            {difference.orderId ? (
              <Link to={`/orders/${difference.orderId}?tab=money`}>{difference.orderNumber ?? '订单'}</Link>
            ) : (
              '和订单没有关系，或还不知道是哪一单。'
            )}
          </p>
        </li>
        <li>
          <span className="name">人</span>
          <p>{people.length > 0 ? people.join('、') : '还不知道。'}</p>
        </li>
      </ol>
    </Card>
  )
}
