/** Disputes: an answer is promised, so who waits longest comes first and who waits too long is named. */
import { useState, type ReactElement } from 'react'
import { App, Button } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { BoardDispute } from '@banyi/contract/orders/after-sales'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { PageHead, StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { clip } from '../words/clip.ts'
import { decisionNames, disputeCategories } from '../words/after-sales.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { DecideFromList } from './decide-from-list.tsx'

export function Promised({ row }: { row: BoardDispute }): ReactElement {
  if (row.state === 'decided')
    return (
      <StatusWord tone="good">
        {row.decision ? decisionNames[row.decision] : '已处理'}
        {row.refundFen ? ` ${yuan(row.refundFen)}` : ''}
      </StatusWord>
    )
  return (
    <>
      <StatusWord tone={row.isLate ? 'danger' : 'wait'}>{row.isLate ? '已过时限' : '待处理'}</StatusWord>
      <span className="note">{sayTime(row.answerBefore)} 前答复</span>
    </>
  )
}

export function Component(): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const canDecide = useMay('decideDispute')
  const [words, change] = useUrlWords(['state', 'query', 'cursor'])
  const [deciding, setDeciding] = useState<BoardDispute | null>(null)
  const first = words.query === '' ? 'open' : 'all'
  const state = words.state || first
  const query = {
    state: state === 'open' || state === 'decided' ? state : undefined,
    query: clip(words.query, 50) || undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  } as const
  const list = useQuery({
    queryKey: ['disputes', query],
    queryFn: () => client.orders.listDisputes({ query }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const columns: DataTableProps<BoardDispute>['columns'] = [
    {
      title: '订单',
      width: 150,
      render: (_v, row) => (
        <>
          <Link to={`/orders/${row.orderId}?tab=money`} className="number">
            {row.orderNumber}
          </Link>
          <span className="note">{row.hospitalName}</span>
        </>
      ),
    },
    { title: '状态', width: 170, render: (_v, row) => <Promised row={row} /> },
    {
      title: '家属说',
      render: (_v, row) => (
        <>
          <strong>{disputeCategories[row.category]}</strong>
          <span className="note pre">{row.what || '（只有调度能看）'}</span>
        </>
      ),
    },
    { title: '陪诊员', width: 90, render: (_v, row) => row.companionName ?? '—' },
    {
      title: '金额',
      width: 120,
      align: 'right',
      render: (_v, row) => (
        <>
          {yuan(row.totalFen)}
          <span className="note">托管 {yuan(row.heldFen)}</span>
        </>
      ),
    },
    { title: '提出', width: 130, render: (_v, row) => sayTime(row.openedAt) },
    { title: '处理', width: 170, render: (_v, row) => <Act row={row} onDecide={setDeciding} /> },
  ]
  return (
    <>
      <PageHead
        title="异议"
        lead={
          canDecide
            ? '有异议的订单暂停结算。先听两边，再决定。'
            : `有异议的订单暂停结算。处理${whoMay('decideDispute')}`
        }
      />
      <WordTabs
        label="按状态"
        word="state"
        first={first}
        options={[
          { value: 'open', label: '待处理', count: list.data?.open },
          { value: 'decided', label: '已处理' },
          { value: 'all', label: '全部' },
        ]}
      />
      <search className="filter-bar words">
        <SearchBox
          label="搜索异议"
          placeholder="订单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <ListView<BoardDispute>
        query={list}
        unit="件"
        label="异议"
        rowKey={(row) => row.id}
        columns={columns}
        minWidth={1060}
        empty={
          query.state === 'open' ? (
            <EmptyBox title="没有待处理的异议" hint="家属在小程序里提出后，会出现在这里。" />
          ) : (
            <EmptyBox title="没有符合条件的异议" />
          )
        }
        card={(row) => (
          <RowCard
            head={<span>{disputeCategories[row.category]}</span>}
            number={row.orderNumber}
            title={<Link to={`/orders/${row.orderId}?tab=money`}>{row.hospitalName}</Link>}
            amount={yuan(row.totalFen)}
            lines={[<Promised key="state" row={row} />, row.what]}
            action={<Act row={row} onDecide={setDeciding} />}
          />
        )}
      />
      {deciding && (
        <DecideFromList
          dispute={deciding}
          onDone={(sentence) => {
            void message.success(sentence)
            setDeciding(null)
          }}
          onClose={() => setDeciding(null)}
        />
      )}
    </>
  )
}

function Act({ row, onDecide }: { row: BoardDispute; onDecide: (row: BoardDispute) => void }): ReactElement {
  const canDecide = useMay('decideDispute')
  if (row.state === 'decided')
    return (
      <>
        {row.decidedBy ?? (row.decision === 'withdrawn' ? '家属' : '—')}
        {row.decidedAt && <span className="note">{sayTime(row.decidedAt)}</span>}
        {row.answer && <span className="note">{row.answer}</span>}
      </>
    )
  if (!canDecide) return <span className="muted">等调度处理</span>
  return (
    <Button
      type={row.isLate ? 'primary' : 'default'}
      aria-label={`处理订单 ${row.orderNumber} 的异议`}
      onClick={() => onDecide(row)}
    >
      处理
    </Button>
  )
}
