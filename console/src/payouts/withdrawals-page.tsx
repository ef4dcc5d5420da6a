/** Withdrawals of companions. What waits for two people of finance comes first. */
import type { ReactElement } from 'react'
import { Button } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import type { FinanceTransfer } from '@banyi/contract/payments/payouts'
import { useClient } from '../api/api.ts'
import { PageHead, StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { clip } from '../words/clip.ts'
import { transferStates, transferTones } from '../words/finance.ts'
import { has } from '../words/labels.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'

/** the page opens on what waits for a person */
const FIRST = 'awaiting-approval'
const approvalsOf = (row: FinanceTransfer): string =>
  row.approvalsNeeded === 0 ? '不需要' : `${row.approvals.length} / ${row.approvalsNeeded} 位`

const columns: DataTableProps<FinanceTransfer>['columns'] = [
  {
    title: '陪诊员',
    width: 150,
    render: (_v, row) => (
      <Link to={`/finance/withdrawals/${row.id}`} aria-label={`${row.payeeName}提现 ${yuan(row.amountFen)}`}>
        {row.payeeName}
      </Link>
    ),
  },
  { title: '金额', width: 120, align: 'right', render: (_v, row) => yuan(row.amountFen) },
  {
    title: '状态',
    width: 140,
    render: (_v, row) => <StatusWord tone={transferTones[row.state]}>{row.stateName}</StatusWord>,
  },
  { title: '接下来', render: (_v, row) => row.sentence },
  {
    title: '批准',
    width: 140,
    render: (_v, row) => (
      <>
        {approvalsOf(row)}
        {row.approvals.length > 0 && <span className="note">{row.approvals.map((a) => a.who).join('、')}</span>}
      </>
    ),
  },
  { title: '申请', width: 130, render: (_v, row) => sayTime(row.requestedAt) },
  { title: '单号', width: 190, render: (_v, row) => <span className="note break">{row.number}</span> },
]

export function Component(): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const [words, change] = useUrlWords(['state', 'query', 'payeeId', 'cursor'])
  const isSearch = words.query !== '' || words.payeeId !== ''
  // a search looks everywhere unless a state was chosen
  const state = words.state === '' ? (isSearch ? 'all' : FIRST) : words.state
  const query = {
    state: has(transferStates, state) ? state : undefined,
    query: clip(words.query, 50) || undefined,
    payeeId: words.payeeId || undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['money', 'withdrawals', query],
    queryFn: () => client.payments.listWithdrawals({ query }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return (
    <>
      <PageHead
        title="提现审批"
        lead="超过限额的提现要两位财务批准；其余自动发给微信，本人确认后到账。"
        actions={<Button onClick={() => void navigate('/finance/payout-rules')}>提现规则</Button>}
      />
      <WordTabs
        label="按状态"
        word="state"
        first={isSearch ? 'all' : FIRST}
        options={[
          { value: FIRST, label: '等审批', count: list.data?.awaitingApproval },
          { value: 'sending', label: '正在发出' },
          { value: 'awaiting-user', label: '等本人确认' },
          { value: 'transferring', label: '转账中' },
          { value: 'paid', label: '已到账' },
          { value: 'failed', label: '没有成功' },
          { value: 'reversed', label: '到账后被退回' },
          { value: 'rejected', label: '已驳回' },
          { value: 'cancelled', label: '已撤回' },
          { value: 'all', label: '全部' },
        ]}
      />
      <search className="filter-bar words">
        <SearchBox
          label="搜索提现"
          placeholder="姓名或转账单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
        {words.payeeId !== '' && (
          <Button type="link" onClick={() => change({ payeeId: '' })}>
            看所有人的
          </Button>
        )}
      </search>
      <ListView<FinanceTransfer>
        query={list}
        unit="笔"
        label="提现"
        rowKey={(row) => row.id}
        columns={columns}
        minWidth={1080}
        empty={
          query.state === FIRST ? (
            <EmptyBox title="没有等审批的提现" hint="有人申请超过限额的提现时，会出现在这里。" />
          ) : (
            <EmptyBox title="没有符合条件的提现" hint="换一个状态或姓名试试。" />
          )
        }
        card={(row) => (
          <RowCard
            to={`/finance/withdrawals/${row.id}`}
            head={<StatusWord tone={transferTones[row.state]}>{row.stateName}</StatusWord>}
            number={sayTime(row.requestedAt)}
            title={row.payeeName}
            amount={yuan(row.amountFen)}
            lines={[row.sentence, row.approvalsNeeded > 0 ? `批准 ${approvalsOf(row)}` : '']}
          />
        )}
      />
    </>
  )
}
