import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { Difference } from '@banyi/contract/payments/reconciliation'
import { StatusWord } from '../ui/bits.tsx'
import { DataTable, type DataTableProps } from '../ui/data-table.tsx'
import { RowCard } from '../ui/list-view.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { differenceTones, sourceNames } from '../words/finance.ts'
import { signedYuan, yuan } from '../words/money.ts'

const money = (fen: number | null): string => (fen === null ? '—' : yuan(fen))
export const gapOf = (row: Pick<Difference, 'hereFen' | 'thereFen'>): number => (row.hereFen ?? 0) - (row.thereFen ?? 0)

export const differenceColumns: NonNullable<DataTableProps<Difference>['columns']> = [
  { title: '日期', key: 'day', width: 110, render: (_v, row) => <span className="number">{row.day}</span> },
  {
    title: '情况',
    width: 130,
    render: (_v, row) => (
      <>
        <Link to={`/finance/differences/${row.id}`} aria-label={`${row.kindName}，${row.number}`}>
          {row.kindName}
        </Link>
        <span className="note">{sourceNames[row.source]}</span>
      </>
    ),
  },
  {
    title: '状态',
    width: 130,
    render: (_v, row) => (
      <>
        <StatusWord tone={differenceTones[row.state]}>{row.stateName}</StatusWord>
        {row.owner && <span className="note">{row.owner}</span>}
      </>
    ),
  },
  { title: '单号', render: (_v, row) => <span className="break">{row.number || '—'}</span> },
  {
    title: '订单',
    width: 130,
    render: (_v, row) =>
      row.orderId ? <Link to={`/finance/orders/${row.orderId}`}>{row.orderNumber ?? '订单'}</Link> : '—',
  },
  {
    title: '我们',
    width: 130,
    align: 'right',
    render: (_v, row) => (
      <>
        {money(row.hereFen)}
        {row.hereWords && <span className="note">{row.hereWords}</span>}
      </>
    ),
  },
  {
    title: '微信',
    width: 130,
    align: 'right',
    render: (_v, row) => (
      <>
        {money(row.thereFen)}
        {row.thereWords && <span className="note">{row.thereWords}</span>}
      </>
    ),
  },
  { title: '相差', width: 110, align: 'right', render: (_v, row) => signedYuan(gapOf(row)) },
]
export const differenceCard = (row: Difference): ReactElement => (
  <RowCard
    to={`/finance/differences/${row.id}`}
    head={<StatusWord tone={differenceTones[row.state]}>{row.stateName}</StatusWord>}
    number={row.day}
    title={row.kindName}
    amount={`相差 ${signedYuan(gapOf(row))}`}
    lines={[row.number, row.owner ? `${row.owner}在处理` : '']}
  />
)

export function DifferenceTable({ rows, isOneDay }: { rows: readonly Difference[]; isOneDay: boolean }): ReactElement {
  return (
    <DataTable<Difference>
      label="差异"
      rows={rows}
      rowKey={(row) => row.id}
      minWidth={940}
      columns={isOneDay ? differenceColumns.filter(({ key }) => key !== 'day') : differenceColumns}
      empty={<EmptyBox title="没有差异" hint="两边每一行都对得上。" />}
      card={differenceCard}
    />
  )
}
