/** What follows an order's money: what the companion gets, the dispute, the insurance, the contract, compensations. */
import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { useMay } from '../app/use-session.ts'
import { claimCard, claimColumns } from '../fund/claim-columns.tsx'
import { Card, Facts, StatusWord } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import { decisionNames, disputeCategories, policyTones } from '../words/after-sales.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { Contracts } from './contracts.tsx'

export function Aftermath({ order }: { order: OperatorOrder }): ReactElement {
  const canSeeMoney = useMay('seeMoney')
  const canSeeClaims = useMay('seeClaims')
  return (
    <>
      {canSeeMoney && (
        <p>
          <Link to={`/finance/orders/${order.id}`}>每一分钱在哪里：这一单的资金</Link>
        </p>
      )}
      {order.dispute && <DisputeCard dispute={order.dispute} />}
      {order.income && order.income.lines.length > 0 && <IncomeCard income={order.income} name={order.companionName} />}
      {order.insurance && <InsuranceCard order={order} insurance={order.insurance} />}
      {canSeeClaims && (order.can.compensate || order.money.compensatedFen > 0) && <Claims orderId={order.id} />}
      <Contracts orderId={order.id} />
    </>
  )
}

function DisputeCard({ dispute }: { dispute: NonNullable<OperatorOrder['dispute']> }): ReactElement {
  const isOpen = dispute.state === 'open'
  return (
    <Card
      title="异议"
      extra={<StatusWord tone={isOpen ? 'danger' : 'good'}>{isOpen ? '待处理，暂停结算' : '已处理'}</StatusWord>}
    >
      <Facts
        items={[
          ['家属说', `${disputeCategories[dispute.category]}：${dispute.what || '只有调度能看'}`],
          ['提出', sayTime(dispute.openedAt)],
          isOpen
            ? ['答应答复', `${sayTime(dispute.answerBefore)} 前`]
            : [
                '结果',
                `${dispute.decision ? decisionNames[dispute.decision] : ''}${dispute.refundFen ? ` ${yuan(dispute.refundFen)}` : ''}`,
              ],
          ...(dispute.answer ? [['答复', dispute.answer] as const] : []),
        ]}
      />
    </Card>
  )
}

interface IncomeProps {
  income: NonNullable<OperatorOrder['income']>
  name: string | null
}
function IncomeCard({ income, name }: IncomeProps): ReactElement {
  return (
    <Card
      title={`${name ?? '陪诊员'}的收入`}
      extra={
        <span className="note">
          {income.settledAt
            ? `${sayTime(income.settledAt)} 结算`
            : income.isEstimate
              ? '预计，结算后才是准数'
              : '正在结算'}
        </span>
      }
    >
      <table className="plain">
        <caption className="hidden">陪诊员收入明细</caption>
        <tbody>
          {income.lines.map((line, i) => (
            <tr key={`${line.code} ${i}`}>
              <th scope="row">
                {line.name}
                {line.why !== '' && <span className="note"> {line.why}</span>}
              </th>
              <td className="number">{signedYuan(line.amountFen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{income.isEstimate ? '预计得' : '得'}</th>
            <td className="number">{yuan(income.totalFen)}</td>
          </tr>
        </tfoot>
      </table>
    </Card>
  )
}

interface InsuranceProps {
  order: OperatorOrder
  insurance: NonNullable<OperatorOrder['insurance']>
}
function InsuranceCard({ order, insurance }: InsuranceProps): ReactElement {
  const canSee = useMay('seePolicies')
  return (
    <Card title="保险" extra={<StatusWord tone={policyTones[insurance.state]}>{insurance.stateName}</StatusWord>}>
      <Facts
        items={[
          ['方案', insurance.planName],
          ['保费', yuan(order.money.premiumFen)],
          ['保单号', insurance.policyNumber ?? '还没有'],
          ['现在', insurance.sentence],
        ]}
      />
      {canSee && (
        <p className="note">
          <Link to={`/policies?query=${encodeURIComponent(order.number)}`}>看保单和理赔</Link>
        </p>
      )}
    </Card>
  )
}

/** the order is known here, and so is who bears it in most cases: the claim's own page says the rest */
const columnsHere = claimColumns.filter(({ key }) => key !== 'order' && key !== 'responsible')

function Claims({ orderId }: { orderId: string }): ReactElement {
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'claims', 'order', orderId],
    queryFn: () => client.payments.listClaims({ query: { orderId, limit: 20 } }),
  })
  return (
    <Card title="赔付">
      <Loaded query={query} skeleton={<CardSkeleton rows={2} />}>
        {({ items }) => (
          <DataTable
            label="这一单的赔付"
            rows={items}
            rowKey={(row) => row.id}
            size="small"
            minWidth={640}
            columns={columnsHere}
            empty={<EmptyBox title="这一单没有赔付" hint="需要时在右边「提出赔付」。" />}
            card={claimCard}
          />
        )}
      </Loaded>
    </Card>
  )
}
