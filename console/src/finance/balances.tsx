/** Where the money is, and whose it is: two lists with the same sum, as the books keep it. */
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { Overview } from '@banyi/contract/payments/finance'
import { Card } from '../ui/bits.tsx'
import { accounts } from '../words/finance.ts'
import { yuan } from '../words/money.ts'

type Balance = Overview['balances'][number]

/** debit is plus in the books: what we owe to somebody reads as plus on its own side */
export const sidesOf = (balances: readonly Balance[]): { where: Balance[]; whose: Balance[] } => ({
  where: balances.filter(({ kind }) => accounts[kind].side === 'where'),
  whose: balances
    .filter(({ kind, balanceFen }) => accounts[kind].side === 'whose' || (kind === 'income' && balanceFen !== 0))
    .map((balance) => ({ ...balance, balanceFen: balance.balanceFen === 0 ? 0 : -balance.balanceFen })),
})
const sum = (balances: readonly Balance[]): number => balances.reduce((total, b) => total + b.balanceFen, 0)

export function Balances({ balances }: { balances: readonly Balance[] }): ReactElement {
  const { where, whose } = sidesOf(balances)
  const gap = sum(where) - sum(whose)
  return (
    <Card
      title="余额"
      extra={
        <span className={gap === 0 ? 'note' : 'danger-text'}>
          {gap === 0 ? '两边相等，账是平的' : `两边相差 ${yuan(Math.abs(gap))}，账不平`}
        </span>
      }
    >
      <div className="two">
        <Side title="钱在哪里" balances={where} />
        <Side title="钱是谁的" balances={whose} />
      </div>
    </Card>
  )
}

function Side({ title, balances }: { title: string; balances: readonly Balance[] }): ReactElement {
  return (
    <div className="table-box" role="region" aria-label={title} tabIndex={0}>
      <table className="ledger" style={{ minWidth: 0 }}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" className="right">
              余额
            </th>
          </tr>
        </thead>
        <tbody>
          {balances.map((balance) => (
            <tr key={balance.kind}>
              <th scope="row">
                <Link to={`/finance/postings?account=${balance.kind}`}>{balance.name}</Link>
                {balance.accounts > 1 && <span className="muted">（{balance.accounts} 个账户）</span>}
                <span className="note">{accounts[balance.kind].what}</span>
              </th>
              <td className="right number">{yuan(balance.balanceFen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            <td className="right number">{yuan(sum(balances))}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
