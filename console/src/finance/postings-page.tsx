/** Every posting of the books: search by number, account, kind and days; the same filter as a CSV file. */
import type { ReactElement } from 'react'
import { Select } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Posting } from '@banyi/contract/payments/shapes'
import { useClient } from '../api/api.ts'
import { postingsCsvPath } from '../api/paths.ts'
import { PageHead } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { DayRange, isDay } from '../ui/day-range.tsx'
import { DownloadButton } from '../ui/download.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { sizeOf } from '../ui/postings.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { clip } from '../words/clip.ts'
import { accounts } from '../words/finance.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { dayOf, sayTime } from '../words/time.ts'
import { postingKinds } from './posting-kinds.ts'

const columns: DataTableProps<Posting>['columns'] = [
  { title: '时间', width: 130, render: (_v, row) => <span className="number">{sayTime(row.at)}</span> },
  {
    title: '事由',
    render: (_v, row) => (
      <>
        <Link to={`/finance/postings/${row.id}`}>{row.kindName}</Link>
        <span className="note">{row.sentence}</span>
      </>
    ),
  },
  {
    title: '订单',
    width: 130,
    render: (_v, row) =>
      row.orderId ? <Link to={`/finance/orders/${row.orderId}`}>{row.orderNumber ?? '订单'}</Link> : '—',
  },
  { title: '单号', width: 190, render: (_v, row) => <span className="break">{row.reference || '—'}</span> },
  { title: '账户', width: 230, render: (_v, row) => <Moves posting={row} /> },
  { title: '金额', width: 120, align: 'right', render: (_v, row) => yuan(sizeOf(row)) },
]

function Moves({ posting }: { posting: Posting }): ReactElement {
  return (
    <ul>
      {posting.entries.map((entry, i) => (
        <li key={`${entry.account} ${i}`} className="spread">
          <span>{entry.accountName}</span>
          <span className="muted number">{signedYuan(entry.amountFen)}</span>
        </li>
      ))}
    </ul>
  )
}

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['query', 'account', 'kind', 'from', 'to', 'orderId', 'cursor'])
  const filter = {
    query: clip(words.query, 60) || undefined,
    account: clip(words.account, 80) || undefined,
    kind: clip(words.kind, 40) || undefined,
    orderId: words.orderId || undefined,
    from: isDay(words.from) ? words.from : undefined,
    to: isDay(words.to) ? words.to : undefined,
  }
  const query = { ...filter, cursor: words.cursor || undefined, limit: PAGE_SIZE }
  const list = useQuery({
    queryKey: ['money', 'postings', query],
    queryFn: () => client.payments.listPostings({ query }),
    placeholderData: keepPreviousData,
  })
  const accountOptions = Object.entries(accounts).map(([value, { name }]) => ({ value, label: name }))
  const isOneAccount = filter.account?.includes(':') === true
  return (
    <>
      <PageHead
        title="分录"
        lead="每一笔钱的来去。记下的分录不能改、不能删，错了只能再记一笔相反的。"
        actions={
          <DownloadButton
            path={postingsCsvPath(filter)}
            fileName={`分录-${dayOf(Date.now())}.csv`}
            disabled={!list.data || list.data.items.length === 0}
          >
            导出 CSV
          </DownloadButton>
        }
      />
      <search className="filter-bar words">
        <SearchBox
          label="搜索分录"
          placeholder="订单、付款、退款或转账单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
        <Select
          aria-label="账户"
          placeholder="全部账户"
          allowClear
          value={filter.account}
          onChange={(value?: string) => change({ account: value })}
          options={
            isOneAccount ? [...accountOptions, { value: filter.account ?? '', label: '这一个账户' }] : accountOptions
          }
        />
        <Select
          aria-label="事由"
          placeholder="全部事由"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={filter.kind}
          onChange={(value?: string) => change({ kind: value })}
          options={postingKinds}
        />
        <DayRange from={words.from} to={words.to} onChange={change} />
      </search>
      <ListView<Posting>
        query={list}
        unit="笔"
        label="分录"
        rowKey={(row) => row.id}
        columns={columns}
        minWidth={1040}
        empty={<EmptyBox title="没有符合条件的分录" hint="换一个单号、账户或日期试试。" />}
        card={(row) => (
          <RowCard
            to={`/finance/postings/${row.id}`}
            head={<span>{sayTime(row.at)}</span>}
            number={row.orderNumber ?? row.reference}
            title={row.kindName}
            amount={yuan(sizeOf(row))}
            lines={[row.sentence]}
          />
        )}
      />
    </>
  )
}
