/** Refunds: what hangs at the provider waits here for a person. */
import type { ReactElement } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { FinanceRefund } from '@banyi/contract/payments/refunds'
import { useClient } from '../api/api.ts'
import { PageHead, StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { clip } from '../words/clip.ts'
import { refundStates, refundTones } from '../words/finance.ts'
import { has, optionsOf } from '../words/labels.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'

export const wantsPerson = ({ can }: Pick<FinanceRefund, 'can'>): boolean =>
  can.handleAbnormal || can.again || can.recordBankPayment

function State({ row }: { row: FinanceRefund }): ReactElement {
  return (
    <>
      <StatusWord tone={refundTones[row.state]}>{row.stateName}</StatusWord>
      {wantsPerson(row) && (
        <span className="flags">
          <span className="flag danger">需要处理</span>
        </span>
      )}
    </>
  )
}
const columns: DataTableProps<FinanceRefund>['columns'] = [
  {
    title: '退款单号',
    width: 200,
    render: (_v, row) => (
      <Link to={`/finance/refunds/${encodeURIComponent(row.number)}`} className="break">
        {row.number}
      </Link>
    ),
  },
  { title: '状态', width: 140, render: (_v, row) => <State row={row} /> },
  { title: '金额', width: 120, align: 'right', render: (_v, row) => yuan(row.amountFen) },
  {
    title: '订单',
    width: 130,
    render: (_v, row) => <Link to={`/orders/${row.orderId}?tab=money`}>{row.orderNumber}</Link>,
  },
  {
    title: '为什么退',
    render: (_v, row) => (
      <>
        {row.reason}
        <span className="note">{row.sentence}</span>
      </>
    ),
  },
  { title: '最近变化', width: 130, render: (_v, row) => sayTime(row.changedAt) },
]

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['state', 'query', 'cursor'])
  const query = {
    state: has(refundStates, words.state) ? words.state : undefined,
    query: clip(words.query, 50) || undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['money', 'refunds', query],
    queryFn: () => client.payments.listRefunds({ query }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const needs = list.data?.needsPerson ?? 0
  return (
    <>
      <PageHead
        title="退款"
        lead={
          needs > 0 ? (
            <strong className="danger-text">{needs} 笔需要人处理</strong>
          ) : (
            '原路退回家属的微信。没有要人处理的。'
          )
        }
      />
      <WordTabs label="按状态" word="state" options={[{ value: '', label: '全部' }, ...optionsOf(refundStates)]} />
      <search className="filter-bar words">
        <SearchBox
          label="搜索退款"
          placeholder="退款单号或订单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <ListView<FinanceRefund>
        query={list}
        unit="笔"
        label="退款"
        rowKey={(row) => row.number}
        columns={columns}
        minWidth={1000}
        empty={<EmptyBox title="没有符合条件的退款" hint="换一个状态或单号试试。" />}
        card={(row) => (
          <RowCard
            to={`/finance/refunds/${encodeURIComponent(row.number)}`}
            head={<State row={row} />}
            number={sayTime(row.changedAt)}
            title={row.orderNumber}
            amount={yuan(row.amountFen)}
            lines={[row.reason, row.sentence]}
          />
        )}
      />
    </>
  )
}
