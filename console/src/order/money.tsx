/** Price lines, what was paid and given back, and the ledger's own postings: each of them sums to zero. */
import type { ReactElement } from 'react'
import type { OperatorOrder } from '@banyi/contract/orders'
import { Card } from '../ui/bits.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { accountName } from '../words/finance.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { fullTime } from '../words/time.ts'
import { Aftermath } from './aftermath.tsx'
import { balances, sumOf } from './ledger.ts'

export function Money({ order }: { order: OperatorOrder }): ReactElement {
  const { money } = order
  return (
    <div className="stack">
      <Card title="价格">
        <table className="plain">
          <caption className="hidden">价格明细</caption>
          <tbody>
            {order.lines.map((line) => (
              <tr key={line.code}>
                <th scope="row">{line.name}</th>
                <td>{yuan(line.amountFen)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">合计</th>
              <td>{yuan(money.totalFen)}</td>
            </tr>
          </tfoot>
        </table>
        <div className="figures">
          {(
            [
              ['已付', money.paidFen],
              ['已退', money.refundedFen],
              ['退款中', money.refundPendingFen],
              ['净收', money.paidFen - money.refundedFen - money.refundPendingFen],
              ['优惠券', money.couponFen],
              ['保费', money.premiumFen],
              ['感谢红包', money.tipFen],
              ['赔付', money.compensatedFen],
            ] as const
          )
            .filter(([, fen], i) => i < 4 || fen > 0)
            .map(([name, fen]) => (
              <div key={name}>
                <span className="muted">{name}</span>
                <strong>{yuan(fen)}</strong>
              </div>
            ))}
        </div>
      </Card>
      <Aftermath order={order} />
      <Ledger postings={order.postings} />
    </div>
  )
}

function Ledger({ postings }: { postings: OperatorOrder['postings'] }): ReactElement {
  const total = sumOf(postings.flatMap((posting) => posting.entries))
  return (
    <Card
      title="账本分录"
      extra={
        postings.length > 0 && (
          <span className={total === 0 ? 'note' : 'danger-text'}>
            {total === 0 ? '借贷平衡，合计 ¥0.00' : `不平：差 ${yuan(total)}`}
          </span>
        )
      }
    >
      {postings.length === 0 ? (
        <EmptyBox title="还没有分录" hint="家属付款后，第一笔会记在这里。" />
      ) : (
        <div className="table-box" role="region" aria-label="账本分录" tabIndex={0}>
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
                          {posting.sentence}
                          {sumOf(posting.entries) !== 0 && <span className="danger-text">（不平）</span>}
                        </td>
                      </>
                    )}
                    <td>{accountName(entry.account)}</td>
                    <td className="right">{signedYuan(entry.amountFen)}</td>
                  </tr>
                ))}
              </tbody>
            ))}
            <tfoot>
              {balances(postings).map(({ account, amountFen }) => (
                <tr key={account}>
                  <td colSpan={2} />
                  <th scope="row">{accountName(account)}余额</th>
                  <td className="right">{signedYuan(amountFen)}</td>
                </tr>
              ))}
            </tfoot>
          </table>
        </div>
      )}
    </Card>
  )
}
