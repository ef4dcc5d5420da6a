/** What every companion has, and the way to her monthly statements. */
import type { ReactElement } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ReplyOf } from '@banyi/contract/endpoint'
import type { Contract } from '@banyi/contract/index'
import { useClient } from '../api/api.ts'
import { PageHead, StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { clip } from '../words/clip.ts'
import { yuan } from '../words/money.ts'

type Row = ReplyOf<Contract['payments']['listPayees']>['items'][number]

function Registered({ row }: { row: Row }): ReactElement {
  return <StatusWord tone={row.isRegistered ? 'good' : 'quiet'}>{row.isRegistered ? '已登记' : '没有登记'}</StatusWord>
}
const columns: DataTableProps<Row>['columns'] = [
  { title: '陪诊员', render: (_v, row) => <Link to={`/finance/payees/${row.id}`}>{row.name}</Link> },
  { title: '余额', width: 150, align: 'right', render: (_v, row) => yuan(row.balanceFen) },
  { title: '提现在途', width: 150, align: 'right', render: (_v, row) => yuan(row.inTransitFen) },
  { title: '累计收入', width: 150, align: 'right', render: (_v, row) => yuan(row.earnedFen) },
  { title: '收款人', width: 130, render: (_v, row) => <Registered row={row} /> },
  {
    title: '提现',
    width: 110,
    render: (_v, row) => (
      <Link to={`/finance/withdrawals?payeeId=${row.id}`} aria-label={`看提现，${row.name}`}>
        看提现
      </Link>
    ),
  },
]

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['query', 'cursor'])
  const query = { query: clip(words.query, 50) || undefined, cursor: words.cursor || undefined, limit: PAGE_SIZE }
  const list = useQuery({
    queryKey: ['money', 'payees', query],
    queryFn: () => client.payments.listPayees({ query }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHead title="陪诊员余额" lead="每位陪诊员挣到、还没有提走的钱。点姓名看月结单。" />
      <search className="filter-bar words">
        <SearchBox
          label="搜索陪诊员"
          placeholder="姓名"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <ListView<Row>
        query={list}
        unit="人"
        label="陪诊员余额"
        rowKey={(row) => row.id}
        columns={columns}
        empty={<EmptyBox title="没有符合条件的陪诊员" hint="有过收入的陪诊员会出现在这里。" />}
        card={(row) => (
          <RowCard
            to={`/finance/payees/${row.id}`}
            head={<Registered row={row} />}
            number={`累计 ${yuan(row.earnedFen)}`}
            title={row.name}
            amount={yuan(row.balanceFen)}
            lines={row.inTransitFen > 0 ? [`提现在途 ${yuan(row.inTransitFen)}`] : []}
          />
        )}
      />
    </>
  )
}
