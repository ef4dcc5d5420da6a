/** The board's columns: how a row is shown and how it is written to a file. */
import type { ReactNode } from 'react'
import type { BoardRow } from '@banyi/contract/orders'
import { Link } from 'react-router'
import { StatusWord } from '../ui/bits.tsx'
import { addOnNames, flagNames, flagTones, segmentNames, stateTones } from '../words/labels.ts'
import { yuan } from '../words/money.ts'
import { clock, dayOf, fullTime, sayDay, sayTime } from '../words/time.ts'

export interface Column {
  key: string
  title: string
  show: (row: BoardRow) => ReactNode
  /** plain text for the file */
  text: (row: BoardRow) => string
  width: number
  align?: 'right'
  sort?: 'starts' | 'created'
  isHiddenAtFirst?: boolean
}

export function Flags({ row }: { row: BoardRow }): ReactNode {
  if (row.flags.length === 0) return null
  return (
    <span className="flags">
      {row.flags.map((flag) => (
        <span key={flag} className={`flag ${flagTones[flag]}`}>
          {flagNames[flag]}
        </span>
      ))}
    </span>
  )
}

const serviceText = (row: BoardRow): string =>
  [row.packageName, row.segment === 'general' ? '' : segmentNames[row.segment], ...row.addOns.map((a) => addOnNames[a])]
    .filter((word) => word !== '')
    .join(' · ')

export const columns: readonly Column[] = [
  {
    key: 'number',
    title: '订单',
    width: 124,
    show: (row) => (
      <Link to={`/orders/${row.id}`} className="number">
        {row.number}
      </Link>
    ),
    text: (row) => row.number,
  },
  {
    key: 'state',
    title: '状态',
    width: 130,
    show: (row) => (
      <>
        <StatusWord tone={stateTones[row.state]}>{row.stateName}</StatusWord>
        <Flags row={row} />
      </>
    ),
    text: (row) => [row.stateName, ...row.flags.map((flag) => flagNames[flag])].join('、'),
  },
  {
    key: 'startsAt',
    title: '服务时间',
    width: 122,
    sort: 'starts',
    show: (row) => (
      <>
        {sayDay(row.startsAt, Date.now())}
        <span className="note">
          {clock(row.startsAt)}–{dayOf(row.startsAt) === dayOf(row.endsAt) ? '' : '次日 '}
          {clock(row.endsAt)}
        </span>
      </>
    ),
    text: (row) => fullTime(row.startsAt),
  },
  {
    key: 'hospital',
    title: '医院',
    width: 190,
    show: (row) => (
      <>
        {row.hospital.name}
        <span className="note">{row.hospital.district}</span>
      </>
    ),
    text: (row) => `${row.hospital.name}（${row.hospital.district}）`,
  },
  { key: 'patient', title: '就诊人', width: 84, show: (row) => row.patientName, text: (row) => row.patientName },
  { key: 'service', title: '服务', width: 150, show: serviceText, text: serviceText },
  {
    key: 'companion',
    title: '陪诊员',
    width: 92,
    show: (row) => row.companionName ?? <span className="muted">未定</span>,
    text: (row) => row.companionName ?? '',
  },
  {
    key: 'total',
    title: '金额',
    width: 100,
    align: 'right',
    show: (row) => yuan(row.totalFen),
    text: (row) => (row.totalFen / 100).toFixed(2),
  },
  {
    key: 'created',
    title: '下单',
    width: 132,
    sort: 'created',
    show: (row) => sayTime(row.createdAt),
    text: (row) => fullTime(row.createdAt),
  },
  {
    key: 'meeting',
    title: '见面地点',
    width: 180,
    isHiddenAtFirst: true,
    show: (row) => row.meetingPoint,
    text: (row) => row.meetingPoint,
  },
]

export const firstColumns: readonly string[] = columns
  .filter((column) => !column.isHiddenAtFirst)
  .map((column) => column.key)
