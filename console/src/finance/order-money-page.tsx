/** One order as money: the way of every fen, and its postings. */
import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { OrderMoney } from '@banyi/contract/payments/finance'
import { useClient } from '../api/api.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, PageHead } from '../ui/bits.tsx'
import { PostingsCard } from '../ui/postings.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { Frozen } from './frozen.tsx'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'order', id],
    queryFn: () => client.payments.getOrderMoney({ params: { id } }),
  })
  return (
    <>
      <BackLink to="/finance/orders" name="订单资金" />
      <Loaded query={query} title="订单资金" skeleton={<CardSkeleton rows={10} />}>
        {(money) => (
          <>
            <PageHead
              title={`订单 ${money.orderNumber} 的资金`}
              lead={
                <span className="row">
                  {money.paidAt ? `${sayTime(money.paidAt)} 付款` : '还没有付款'}
                  {money.isFrozen && <Frozen />}
                </span>
              }
              actions={<Link to={`/orders/${money.orderId}`}>看这个订单</Link>}
            />
            <div className="stack">
              <Ways money={money} />
              <PostingsCard postings={money.postings} />
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}

/** came in = where it is now; tips and compensations run beside it */
export const waysOf = (money: OrderMoney): { inFen: number; outFen: number; rows: [string, number][] } => {
  const rows: [string, number][] = [
    ['还在托管', money.heldFen],
    ['给了陪诊员', money.companionFen],
    ['佣金', money.commissionFen],
    ['提到赔付金', money.fundFen],
    ['其他结算', money.releasedFen - money.companionFen - money.commissionFen - money.fundFen],
    ['保费', money.premiumFen],
    ['已退家属', money.refundedFen],
    ['退款在途', money.refundPendingFen],
  ]
  const outFen = rows.reduce((sum, [, fen]) => sum + fen, 0)
  return { inFen: money.paidFen + money.couponFen, outFen, rows: rows.filter(([, fen]) => fen !== 0) }
}

function Ways({ money }: { money: OrderMoney }): ReactElement {
  const { inFen, outFen, rows } = waysOf(money)
  const beside: [string, number][] = [
    ['感谢红包，全给陪诊员', money.tipFen],
    ['赔付给家属', money.compensatedFen],
  ]
  return (
    <Card
      title="每一分钱"
      extra={
        <span className={inFen === outFen ? 'note' : 'danger-text'}>
          {inFen === outFen ? '进来的都有去处' : `有 ${yuan(Math.abs(inFen - outFen))} 对不上`}
        </span>
      }
    >
      <div className="two">
        <PlainTable
          caption="进来的"
          rows={[
            ['家属付', money.paidFen],
            ['优惠券，出资方付', money.couponFen],
          ]}
          total={inFen}
        />
        <PlainTable caption="现在在哪里" rows={rows} total={outFen} />
      </div>
      {beside.some(([, fen]) => fen > 0) && (
        <div className="figures">
          {beside
            .filter(([, fen]) => fen > 0)
            .map(([name, fen]) => (
              <div key={name}>
                <span className="muted">{name}</span>
                <strong className="number">{yuan(fen)}</strong>
              </div>
            ))}
        </div>
      )}
    </Card>
  )
}

interface TableProps {
  caption: string
  rows: readonly (readonly [string, number])[]
  total: number
}
function PlainTable({ caption, rows, total }: TableProps): ReactElement {
  return (
    <table className="plain">
      <caption className="strong">{caption}</caption>
      <tbody>
        {rows.map(([name, fen]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{yuan(fen)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">合计</th>
          <td className="number">{yuan(total)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
