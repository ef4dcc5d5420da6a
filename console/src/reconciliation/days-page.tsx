/** The days that were compared with WeChat's bills; one can be run again at any time, which changes nothing. */
import { useState, type ReactElement } from 'react'
import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import type { ReconciledDay } from '@banyi/contract/payments/reconciliation'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { PageHead } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { yuan } from '../words/money.ts'
import { addDays, dayOf, sayTime, weekday } from '../words/time.ts'
import { DayState } from './day-state.tsx'

const orNone = (fen: number | null): string => (fen === null ? '没有收支' : yuan(fen))
const columns: DataTableProps<ReconciledDay>['columns'] = [
  {
    title: '日期',
    width: 140,
    render: (_v, row) => (
      <>
        <Link to={`/finance/reconciliation/${row.day}`} className="number">
          {row.day}
        </Link>{' '}
        <span className="muted">{weekday(row.day)}</span>
      </>
    ),
  },
  { title: '结果', width: 150, render: (_v, row) => <DayState day={row} /> },
  { title: '账单行', width: 140, align: 'right', render: (_v, row) => `${row.tradeLines} + ${row.fundLines}` },
  { title: '对上', width: 90, align: 'right', render: (_v, row) => `${row.matched}` },
  { title: '手续费', width: 110, align: 'right', render: (_v, row) => yuan(row.feeFen) },
  { title: '账上余额', width: 130, align: 'right', render: (_v, row) => orNone(row.balanceHereFen) },
  { title: '微信余额', width: 130, align: 'right', render: (_v, row) => orNone(row.balanceThereFen) },
  { title: '对账', width: 170, render: (_v, row) => `${sayTime(row.checkedAt)}，第 ${row.runs} 次` },
]

export function Component(): ReactElement {
  const client = useClient()
  const [words] = useUrlWords(['cursor'])
  const query = { cursor: words.cursor || undefined, limit: PAGE_SIZE }
  const list = useQuery({
    queryKey: ['money', 'days', query],
    queryFn: () => client.payments.listReconciliations({ query }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHead
        title="对账"
        lead="每天上午 10 点后取微信前一天的交易账单和资金账单，和账本逐行对。"
        actions={<Link to="/finance/differences">差异</Link>}
      />
      <Run />
      <ListView<ReconciledDay>
        query={list}
        unit="天"
        label="对过的日子"
        rowKey={(row) => row.day}
        columns={columns}
        minWidth={1060}
        empty={<EmptyBox title="还没有对过账" hint="每天会自动对前一天；也可以现在选一天对。" />}
        card={(row) => (
          <RowCard
            to={`/finance/reconciliation/${row.day}`}
            head={<DayState day={row} />}
            number={weekday(row.day)}
            title={row.day}
            amount={`手续费 ${yuan(row.feeFen)}`}
            lines={[`账单 ${row.tradeLines + row.fundLines} 行，对上 ${row.matched} 行`]}
          />
        )}
      />
    </>
  )
}

function Run(): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const canKeep = useMay('keepBooks')
  const yesterday = addDays(dayOf(Date.now()), -1)
  const [day, setDay] = useState(yesterday)
  const run = useMutation({
    mutationFn: () => client.payments.reconcileDay({ body: { day } }),
    onSuccess: (result) => {
      void queries.invalidateQueries({ queryKey: ['money'] })
      void navigate(`/finance/reconciliation/${result.day}`)
    },
  })
  if (!canKeep) return <p className="note">对账{whoMay('keepBooks')}</p>
  return (
    <div className="stack" style={{ marginBottom: 16 }}>
      <div className="row">
        <DatePicker
          aria-label="对哪一天"
          allowClear={false}
          value={dayjs(day)}
          maxDate={dayjs(yesterday)}
          onChange={(picked) => {
            setDay(picked?.format('YYYY-MM-DD') ?? yesterday)
            run.reset()
          }}
        />
        <Button type="primary" loading={run.isPending} onClick={() => run.mutate()}>
          对账
        </Button>
        <span className="note">再对一次不会改账。</span>
      </div>
      {run.isError && (
        <div className="strip danger" role="alert">
          没有对成：{sentenceOf(run.error)}
        </div>
      )}
    </div>
  )
}
