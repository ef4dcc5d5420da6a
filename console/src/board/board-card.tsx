/** One order on a phone. */
import type { ReactElement } from 'react'
import type { BoardRow } from '@banyi/contract/orders'
import { Link } from 'react-router'
import { StatusWord } from '../ui/bits.tsx'
import { stateTones } from '../words/labels.ts'
import { yuan } from '../words/money.ts'
import { saySpan } from '../words/time.ts'
import { Flags } from './columns.tsx'

export function BoardCard({ row, isLit }: { row: BoardRow; isLit: boolean }): ReactElement {
  return (
    <Link to={`/orders/${row.id}`} className={`card order-card ${isLit ? 'lit' : ''}`}>
      <span className="spread">
        <StatusWord tone={stateTones[row.state]}>{row.stateName}</StatusWord>
        <span className="note number">{row.number}</span>
      </span>
      <Flags row={row} />
      <strong>{saySpan(row.startsAt, row.endsAt)}</strong>
      <span>{row.hospital.name}</span>
      <span className="spread">
        <span className="muted">
          {row.patientName} · {row.packageName} · {row.companionName ?? '陪诊员未定'}
        </span>
        <span>{yuan(row.totalFen)}</span>
      </span>
    </Link>
  )
}
