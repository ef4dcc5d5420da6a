/**
 * A plain Ant Design table in a box of its own: it scrolls inside the box (reachable by keyboard), keeps its height
 * while loading, and becomes cards on a phone where `card` says how.
 */
import type { ReactElement, ReactNode } from 'react'
import { Skeleton, Table, type TableProps } from 'antd'
import { usePhone } from './use-phone.ts'

export interface DataTableProps<T extends object> extends Pick<
  TableProps<T>,
  'columns' | 'onChange' | 'size' | 'rowClassName'
> {
  label: string
  rows: readonly T[] | undefined
  rowKey: (row: T) => string
  /** the width below which the box scrolls */
  minWidth?: number
  /** rows of grey while nothing is known yet */
  expected?: number
  empty: ReactNode
  card?: (row: T) => ReactNode
}

export function DataTable<T extends object>(props: DataTableProps<T>): ReactElement {
  const { label, rows, rowKey, minWidth = 720, expected = 8, empty, card, columns = [], ...rest } = props
  const isPhone = usePhone()
  if (rows && rows.length === 0) return <div className="table-box">{empty}</div>
  if (isPhone && card) {
    return (
      <ul className="cards" aria-label={label}>
        {(rows ?? []).map((row) => (
          <li key={rowKey(row)}>{card(row)}</li>
        ))}
        {!rows &&
          Array.from({ length: Math.min(expected, 5) }, (_, i) => (
            <li key={i} className="card">
              <Skeleton active title={false} paragraph={{ rows: 4 }} />
            </li>
          ))}
      </ul>
    )
  }
  return (
    <div className="table-box" role="region" aria-label={label} aria-busy={!rows} tabIndex={0}>
      {rows ? (
        <Table<T>
          {...rest}
          columns={columns}
          dataSource={rows}
          rowKey={rowKey}
          pagination={false}
          style={{ minWidth }}
          showSorterTooltip={false}
        />
      ) : (
        <GreyTable columns={Math.min(columns.length, 8)} rows={expected} minWidth={minWidth} />
      )}
    </div>
  )
}

function GreyTable({ columns, rows, minWidth }: { columns: number; rows: number; minWidth: number }): ReactElement {
  return (
    <div className="grey-table" style={{ minWidth }} aria-hidden>
      {Array.from({ length: rows + 1 }, (_, row) => (
        <div key={row} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
          {Array.from({ length: columns }, (_cell, column) => (
            <i key={column} style={{ width: `${40 + ((row * 7 + column * 13) % 45)}%` }} />
          ))}
        </div>
      ))}
    </div>
  )
}
