/** Orders as money: what is held, what went back, what was released, and to whom. */
import type { ReactElement } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { OrderMoney } from '@banyi/contract/payments/finance'
import { useClient } from '../api/api.ts'
import { PageHead } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { clip } from '../words/clip.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { Frozen } from './frozen.tsx'

const amount = (fen: number): ReactElement | string => (fen === 0 ? <span className="muted">0</span> : yuan(fen))
const columns: DataTableProps<OrderMoney>['columns'] = [
  {
    title: '订单',
    width: 150,
    render: (_v, row) => (
      <>
        <Link to={`/finance/orders/${row.orderId}`} className="number">
          {row.orderNumber}
        </Link>
        {row.isFrozen && <Frozen />}
      </>
    ),
  },
  { title: '付款', width: 130, render: (_v, row) => (row.paidAt ? sayTime(row.paidAt) : '没有付') },
  { title: '家属付', width: 110, align: 'right', render: (_v, row) => amount(row.paidFen) },
  { title: '券', width: 90, align: 'right', render: (_v, row) => amount(row.couponFen) },
  { title: '托管', width: 110, align: 'right', render: (_v, row) => amount(row.heldFen) },
  {
    title: '退回',
    width: 120,
    align: 'right',
    render: (_v, row) => (
      <>
        {amount(row.refundedFen)}
        {row.refundPendingFen > 0 && <span className="note">在途 {yuan(row.refundPendingFen)}</span>}
      </>
    ),
  },
  { title: '给陪诊员', width: 110, align: 'right', render: (_v, row) => amount(row.companionFen) },
  { title: '佣金', width: 100, align: 'right', render: (_v, row) => amount(row.commissionFen) },
  { title: '赔付金', width: 90, align: 'right', render: (_v, row) => amount(row.fundFen) },
  { title: '保费', width: 90, align: 'right', render: (_v, row) => amount(row.premiumFen) },
  { title: '赔付', width: 90, align: 'right', render: (_v, row) => amount(row.compensatedFen) },
]
const isOnly = (word: string): word is 'held' | 'frozen' => word === 'held' || word === 'frozen'

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['query', 'only', 'cursor'])
  const query = {
    query: clip(words.query, 50) || undefined,
    only: isOnly(words.only) ? words.only : undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['money', 'orders', query],
    queryFn: () => client.payments.listOrderMoney({ query }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <PageHead title="订单资金" lead="家属付的钱先托管，确认服务后才结算。" />
      <WordTabs
        label="哪些订单"
        word="only"
        options={[
          { value: '', label: '全部' },
          { value: 'held', label: '托管中' },
          { value: 'frozen', label: '有异议，暂停结算' },
        ]}
      />
      <search className="filter-bar words">
        <SearchBox
          label="搜索订单资金"
          placeholder="订单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <ListView<OrderMoney>
        query={list}
        unit="单"
        label="订单资金"
        rowKey={(row) => row.orderId}
        columns={columns}
        minWidth={1190}
        empty={<EmptyBox title="没有符合条件的订单" hint="付过款的订单才会出现在这里。" />}
        card={(row) => (
          <RowCard
            to={`/finance/orders/${row.orderId}`}
            head={row.isFrozen ? <Frozen /> : <span>{row.paidAt ? sayTime(row.paidAt) : '没有付'}</span>}
            number={row.orderNumber}
            title={`家属付 ${yuan(row.paidFen)}`}
            amount={row.heldFen > 0 ? `托管 ${yuan(row.heldFen)}` : undefined}
            lines={[
              `给陪诊员 ${yuan(row.companionFen)} · 佣金 ${yuan(row.commissionFen)} · 退回 ${yuan(row.refundedFen)}`,
            ]}
          />
        )}
      />
    </>
  )
}
