/** Claims on the fund: what waits for an approval is shown first. */
import type { ReactElement } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useClient } from '../api/api.ts'
import type { Claim } from '@banyi/contract/payments/fund'
import { PageHead } from '../ui/bits.tsx'
import { ListView, PAGE_SIZE } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { clip } from '../words/clip.ts'
import { claimStates } from '../words/finance.ts'
import { has, optionsOf } from '../words/labels.ts'
import { claimCard, claimColumns } from './claim-columns.tsx'

const FIRST = 'proposed'

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['state', 'query', 'cursor'])
  const first = words.query === '' ? FIRST : 'all'
  const state = words.state || first
  const query = {
    state: has(claimStates, state) ? state : undefined,
    query: clip(words.query, 50) || undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['money', 'claims', query],
    queryFn: () => client.payments.listClaims({ query }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return (
    <>
      <PageHead
        title="赔付"
        lead="一位提出，财务批准后几分钟内付给家属。提出从订单页开始。"
        actions={<Link to="/finance/fund/rules">赔付规则</Link>}
      />
      <WordTabs
        label="按状态"
        word="state"
        first={first}
        options={[
          ...optionsOf(claimStates).map((option) => ({
            ...option,
            count: option.value === FIRST ? list.data?.awaitingApproval : undefined,
          })),
          { value: 'all', label: '全部' },
        ]}
      />
      <search className="filter-bar words">
        <SearchBox
          label="搜索赔付"
          placeholder="赔付编号或订单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <ListView<Claim>
        query={list}
        unit="件"
        label="赔付申请"
        rowKey={(row) => row.id}
        columns={claimColumns}
        minWidth={980}
        empty={
          query.state === FIRST ? (
            <EmptyBox title="没有等批准的赔付" hint="调度或财务在订单页提出后，会出现在这里。" />
          ) : (
            <EmptyBox title="没有符合条件的赔付" hint="换一个状态或编号试试。" />
          )
        }
        card={claimCard}
      />
    </>
  )
}
