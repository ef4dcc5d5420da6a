/** A page of a list: skeleton, error, table or cards, and the pager below. */
import type { ReactElement, ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router'
import { DataTable, type DataTableProps } from './data-table.tsx'
import { Pager } from './pager.tsx'
import { Loaded } from './states.tsx'

export const PAGE_SIZE = 20

interface Page<T> {
  items: T[]
  nextCursor: string | null
  total?: number
}
interface Props<T extends object> extends Omit<DataTableProps<T>, 'rows'> {
  query: UseQueryResult<Page<T>>
  /** what is counted: 笔, 单 */
  unit: string
}
export function ListView<T extends object>({ query, unit, ...table }: Props<T>): ReactElement {
  return (
    <Loaded query={query} skeleton={<DataTable<T> {...table} rows={undefined} />}>
      {(page) => (
        <div className={query.isPlaceholderData ? 'stale' : ''}>
          <DataTable<T> {...table} rows={page.items} />
          <Pager
            total={page.total}
            count={page.items.length}
            pageSize={PAGE_SIZE}
            nextCursor={page.nextCursor}
            unit={unit}
          />
        </div>
      )}
    </Loaded>
  )
}

interface RowCardProps {
  /** the whole card is a link where there is a page for the thing */
  to?: string
  head: ReactNode
  number: string
  title: ReactNode
  lines?: readonly ReactNode[]
  amount?: ReactNode
  action?: ReactNode
}
/** one row on a phone */
export function RowCard({ to, head, number, title, lines = [], amount, action }: RowCardProps): ReactElement {
  const inside = (
    <>
      <span className="spread">
        {head}
        <span className="note break">{number}</span>
      </span>
      <span className="spread">
        <strong>{title}</strong>
        {amount !== undefined && <span className="number">{amount}</span>}
      </span>
      {lines.map((line, i) => (
        <span key={i} className="muted">
          {line}
        </span>
      ))}
    </>
  )
  if (!to)
    return (
      <div className="card order-card">
        {inside}
        {action}
      </div>
    )
  return (
    <Link to={to} className="card order-card">
      {inside}
    </Link>
  )
}
