/** Differences as a work list: nobody's first, then mine, then what waits for a second person. */
import type { ReactElement } from 'react'
import { Button, Select } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Difference } from '@banyi/contract/payments/reconciliation'
import { useClient } from '../api/api.ts'
import { BackLink } from '../ui/back-link.tsx'
import { PageHead } from '../ui/bits.tsx'
import { isDay } from '../ui/day-range.tsx'
import { ListView, PAGE_SIZE } from '../ui/list-view.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { differenceKinds, differenceStates } from '../words/finance.ts'
import { has, keysOf, optionsOf } from '../words/labels.ts'
import { differenceCard, differenceColumns } from './difference-table.tsx'

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['state', 'kind', 'day', 'cursor'])
  // of one day everything is wanted; otherwise what nobody has taken
  const first = words.day === '' ? 'open' : 'all'
  const state = words.state || first
  const query = {
    state: has(differenceStates, state) ? state : undefined,
    kind: has(differenceKinds, words.kind) ? words.kind : undefined,
    day: isDay(words.day) ? words.day : undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['money', 'differences', query],
    queryFn: () => client.payments.listDifferences({ query }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return (
    <>
      <BackLink to="/finance/reconciliation" name="对账" />
      <PageHead
        title="对账差异"
        lead={
          list.data &&
          (list.data.open === 0 ? '没有待处理的差异。' : `${list.data.open} 处待处理。一位处理，另一位同意才入账。`)
        }
      />
      <WordTabs
        label="按状态"
        word="state"
        first={first}
        options={[...optionsOf(differenceStates), { value: 'all', label: '全部' }]}
      />
      <search className="filter-bar words">
        <Select
          aria-label="情况"
          placeholder="全部情况"
          allowClear
          value={query.kind}
          onChange={(value?: string) => change({ kind: value })}
          options={keysOf(differenceKinds).map((value) => ({ value, label: differenceKinds[value].name }))}
        />
        {query.day && (
          <Button type="link" onClick={() => change({ day: '' })}>
            只看 {query.day}，点这里看所有日子
          </Button>
        )}
      </search>
      <ListView<Difference>
        query={list}
        unit="处"
        label="差异"
        rowKey={(row) => row.id}
        columns={differenceColumns}
        minWidth={1040}
        empty={
          query.state === 'open' ? (
            <EmptyBox title="没有没人处理的差异" hint="每天对账后，新的差异会出现在这里。" />
          ) : (
            <EmptyBox title="没有符合条件的差异" hint="换一个状态试试。" />
          )
        }
        card={differenceCard}
      />
    </>
  )
}
