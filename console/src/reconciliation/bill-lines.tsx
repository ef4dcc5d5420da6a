/** The provider's bill, line by line, each with what it is here. */
import type { ReactElement } from 'react'
import { Select } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { BillLine } from '@banyi/contract/payments/reconciliation'
import { useClient } from '../api/api.ts'
import { StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { clip } from '../words/clip.ts'
import { lineStatuses, lineTones, sourceNames } from '../words/finance.ts'
import { has, optionsOf } from '../words/labels.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { clock } from '../words/time.ts'

const columns: DataTableProps<BillLine>['columns'] = [
  {
    title: '账单行',
    width: 130,
    render: (_v, row) => (
      <>
        {sourceNames[row.source]}
        <span className="note">
          第 {row.lineNumber} 行 · {clock(row.at)}
        </span>
      </>
    ),
  },
  { title: '业务', width: 120, render: (_v, row) => row.business },
  { title: '单号', render: (_v, row) => <span className="break">{row.number}</span> },
  { title: '金额', width: 110, align: 'right', render: (_v, row) => signedYuan(row.amountFen) },
  { title: '手续费', width: 90, align: 'right', render: (_v, row) => (row.feeFen === 0 ? '—' : yuan(row.feeFen)) },
  {
    title: '对账',
    width: 120,
    render: (_v, row) => <StatusWord tone={lineTones[row.status]}>{lineStatuses[row.status]}</StatusWord>,
  },
  {
    title: '分录',
    width: 90,
    render: (_v, row) =>
      row.postingId ? (
        <Link to={`/finance/postings/${row.postingId}`} aria-label={`看分录，${row.number}`}>
          看分录
        </Link>
      ) : (
        '—'
      ),
  },
  {
    title: '订单和人',
    width: 150,
    render: (_v, row) => (
      <>
        {row.orderId ? <Link to={`/finance/orders/${row.orderId}`}>{row.orderNumber ?? '订单'}</Link> : '—'}
        {row.personName && <span className="note">{row.personName}</span>}
      </>
    ),
  },
]

export function BillLines({ day }: { day: string }): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['source', 'status', 'query', 'cursor'])
  const query = {
    source: has(sourceNames, words.source) ? words.source : undefined,
    status: has(lineStatuses, words.status) ? words.status : undefined,
    query: clip(words.query, 50) || undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['money', 'lines', day, query],
    queryFn: () => client.payments.listBillLines({ params: { day }, query }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <search className="filter-bar words">
        <SearchBox
          label="搜索账单行"
          placeholder="付款、退款或转账单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
        <Select
          aria-label="哪份账单"
          placeholder="两份账单"
          allowClear
          value={query.source}
          onChange={(value?: string) => change({ source: value })}
          options={optionsOf(sourceNames)}
        />
        <Select
          aria-label="对账结果"
          placeholder="全部结果"
          allowClear
          value={query.status}
          onChange={(value?: string) => change({ status: value })}
          options={optionsOf(lineStatuses)}
        />
      </search>
      <ListView<BillLine>
        query={list}
        unit="行"
        label="账单明细"
        rowKey={(row) => String(row.id)}
        columns={columns}
        minWidth={980}
        empty={<EmptyBox title="没有符合条件的账单行" hint="这一天可能没有收支。" />}
        card={(row) => (
          <RowCard
            {...(row.postingId ? { to: `/finance/postings/${row.postingId}` } : {})}
            head={<StatusWord tone={lineTones[row.status]}>{lineStatuses[row.status]}</StatusWord>}
            number={`${sourceNames[row.source]} 第 ${row.lineNumber} 行`}
            title={row.business}
            amount={signedYuan(row.amountFen)}
            lines={[row.number, [row.orderNumber, row.personName].filter(Boolean).join(' · ')]}
          />
        )}
      />
    </>
  )
}
