/** Entries of the books: each posting balances, plus is what an account gets, minus what it gives. */
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { Posting } from '@banyi/contract/payments/shapes'
import { useMay } from '../app/use-session.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { fullTime } from '../words/time.ts'
import { Card } from './bits.tsx'
import { EmptyBox } from './states.tsx'

const sumOf = (entries: readonly { amountFen: number }[]): number =>
  entries.reduce((sum, entry) => sum + entry.amountFen, 0)

/** what one posting moves: the sum of its plus side */
export const sizeOf = (posting: Pick<Posting, 'entries'>): number =>
  sumOf(posting.entries.filter((entry) => entry.amountFen > 0))

export function Entries({ postings, label }: { postings: readonly Posting[]; label: string }): ReactElement {
  // a dispatcher reads the postings of a claim, but the books are not hers to walk through
  const canSee = useMay('seeMoney')
  return (
    <div className="table-box" role="region" aria-label={label} tabIndex={0}>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">时间</th>
            <th scope="col">事由</th>
            <th scope="col">账户</th>
            <th scope="col" className="right">
              金额
            </th>
          </tr>
        </thead>
        {postings.map((posting) => (
          <tbody key={posting.id}>
            {posting.entries.map((entry, i) => (
              <tr key={`${entry.account} ${i}`}>
                {i === 0 && (
                  <>
                    <td rowSpan={posting.entries.length}>{fullTime(posting.at)}</td>
                    <td rowSpan={posting.entries.length}>
                      {canSee ? (
                        <Link to={`/finance/postings/${posting.id}`}>{posting.kindName}</Link>
                      ) : (
                        posting.kindName
                      )}
                      <span className="note">{posting.sentence}</span>
                      {sumOf(posting.entries) !== 0 && (
                        <span className="danger-text">不平：差 {yuan(sumOf(posting.entries))}</span>
                      )}
                    </td>
                  </>
                )}
                <td>{entry.accountName}</td>
                <td className="right">{signedYuan(entry.amountFen)}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

export function PostingsCard({ postings }: { postings: readonly Posting[] }): ReactElement {
  return (
    <Card title="账本分录">
      {postings.length === 0 ? (
        <EmptyBox title="还没有分录" hint="钱一动，就会记在这里。" />
      ) : (
        <Entries postings={postings} label="账本分录" />
      )}
    </Card>
  )
}
