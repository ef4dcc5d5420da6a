/** The order board: what needs somebody now. The URL holds the filters; rows refresh by themselves. */
import { useMemo, useState, type ReactElement } from 'react'
import { Button, type TableProps } from 'antd'
import { useSearchParams } from 'react-router'
import type { BoardRow } from '@banyi/contract/orders'
import { LiveSign } from '../api/live.tsx'
import { PageHead } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Pager } from '../ui/pager.tsx'
import { EmptyBox, Loaded } from '../ui/states.tsx'
import { useStored } from '../ui/stored.ts'
import { usePhone } from '../ui/use-phone.ts'
import { BoardCard } from './board-card.tsx'
import { ColumnChoice, ExportButton, SavedViews } from './board-tools.tsx'
import { columns, firstColumns } from './columns.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { FilterBar } from './filter-bar.tsx'
import { changeFilters, isFiltered, noFilters, readFilters, writeFilters, type Filters, type Sort } from './filters.ts'
import { BoardTabs } from './tabs.tsx'
import { PAGE_SIZE, useBoard } from './use-board.ts'

const isKeys = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((key) => typeof key === 'string') && value.includes('number')
const sortOf: Record<string, Record<string, Sort>> = {
  startsAt: { ascend: 'starts-asc', descend: 'starts-desc' },
  created: { descend: 'created-desc' },
}

export function Component(): ReactElement {
  const [search, setSearch] = useSearchParams()
  const filters = useMemo(() => readFilters(search), [search])
  const { page, counts, lit } = useBoard(filters)
  const [chosen, choose] = useStored('banyi.console.columns', [...firstColumns], isKeys)
  const isPhone = usePhone()
  const [isExporting, setExporting] = useState(false)
  const change = (part: Partial<Filters>): void => setSearch(writeFilters(changeFilters(filters, part)))
  const visible = columns.filter((column) => chosen.includes(column.key))

  const tableColumns: TableProps<BoardRow>['columns'] = visible.map((column) => ({
    key: column.key,
    title: column.title,
    width: column.width,
    align: column.align,
    render: (_value: unknown, row: BoardRow) => column.show(row),
    sorter: column.sort !== undefined,
    sortDirections: column.sort === 'created' ? ['descend'] : ['ascend', 'descend'],
    sortOrder: !filters.sort.startsWith(column.sort ?? 'none')
      ? null
      : filters.sort.endsWith('asc')
        ? 'ascend'
        : 'descend',
  }))
  const onChange: TableProps<BoardRow>['onChange'] = (_pages, _filters, sorter) => {
    const one = Array.isArray(sorter) ? sorter[0] : sorter
    change({ sort: sortOf[String(one?.columnKey)]?.[one?.order ?? ''] ?? 'starts-asc' })
  }
  const empty = isFiltered(filters) ? (
    <EmptyBox
      title="没有符合条件的订单"
      hint="换一个条件试试，或清除筛选。"
      action={<Button onClick={() => change(noFilters)}>清除筛选</Button>}
    />
  ) : (
    <EmptyBox title="眼下没有未结束的订单" hint="家属一下单，这里会自己出现。" />
  )
  return (
    <>
      <PageHead
        title="订单看板"
        lead={<LiveSign />}
        actions={
          <>
            <SavedViews search={search.size > 0 ? `?${search.toString()}` : ''} />
            {!isPhone && <ColumnChoice chosen={chosen} onChange={choose} />}
            <ExportButton onClick={() => setExporting(true)} isDisabled={!page.data || page.data.total === 0} />
          </>
        }
      />
      <BoardTabs filters={filters} counts={counts} />
      <FilterBar filters={filters} onChange={change} />
      <Loaded
        query={page}
        skeleton={
          <DataTable<BoardRow>
            label="订单"
            rows={undefined}
            rowKey={(row) => row.id}
            columns={tableColumns}
            empty={null}
            expected={10}
          />
        }
      >
        {(data) => (
          <div className={page.isPlaceholderData ? 'stale' : ''}>
            <DataTable<BoardRow>
              label="订单"
              rows={data.items}
              rowKey={(row) => row.id}
              columns={tableColumns}
              onChange={onChange}
              rowClassName={(row) => (lit.has(row.id) ? 'lit' : '')}
              minWidth={visible.reduce((sum, column) => sum + column.width, 0)}
              empty={empty}
              card={(row) => <BoardCard row={row} isLit={lit.has(row.id)} />}
            />
            <Pager
              total={data.total}
              count={data.items.length}
              pageSize={PAGE_SIZE}
              nextCursor={data.nextCursor}
              unit="单"
            />
          </div>
        )}
      </Loaded>
      {isExporting && (
        <ExportDialog
          filters={filters}
          columns={visible}
          total={page.data?.total ?? 0}
          onClose={() => setExporting(false)}
        />
      )}
    </>
  )
}
