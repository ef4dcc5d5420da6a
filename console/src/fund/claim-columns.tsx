import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { Claim } from '@banyi/contract/payments/fund'
import { StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { RowCard } from '../ui/list-view.tsx'
import { claimTones, responsibleNames } from '../words/finance.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'

export const claimColumns: NonNullable<DataTableProps<Claim>['columns']> = [
  {
    title: '赔付',
    width: 150,
    render: (_v, row) => (
      <Link to={`/finance/claims/${row.id}`} className="number">
        {row.number}
      </Link>
    ),
  },
  {
    title: '状态',
    width: 150,
    render: (_v, row) => (
      <>
        <StatusWord tone={claimTones[row.state]}>{row.stateName}</StatusWord>
        {row.state === 'proposed' && (
          <span className="note">
            批准 {row.approvals.length} / {row.approvalsNeeded} 位
          </span>
        )}
      </>
    ),
  },
  { title: '金额', width: 120, align: 'right', render: (_v, row) => yuan(row.amountFen) },
  {
    title: '为什么',
    key: 'why',
    render: (_v, row) => (
      <>
        {row.ruleTitle}
        <span className="note">{row.reason}</span>
      </>
    ),
  },
  {
    title: '订单',
    key: 'order',
    width: 130,
    render: (_v, row) => <Link to={`/orders/${row.orderId}?tab=money`}>{row.orderNumber}</Link>,
  },
  {
    title: '责任方',
    key: 'responsible',
    width: 140,
    render: (_v, row) => (
      <>
        {responsibleNames[row.responsible]}
        {row.recoverFen > 0 && (
          <span className="note">
            已追 {yuan(row.recoveredFen)} / {yuan(row.recoverFen)}
          </span>
        )}
      </>
    ),
  },
  {
    title: '提出',
    width: 140,
    render: (_v, row) => (
      <>
        {row.createdBy}
        <span className="note">{sayTime(row.createdAt)}</span>
      </>
    ),
  },
]
export const claimCard = (row: Claim): ReactElement => (
  <RowCard
    to={`/finance/claims/${row.id}`}
    head={<StatusWord tone={claimTones[row.state]}>{row.stateName}</StatusWord>}
    number={row.number}
    title={row.ruleTitle}
    amount={yuan(row.amountFen)}
    lines={[row.reason, `${row.createdBy} ${sayTime(row.createdAt)} 提出`]}
  />
)
