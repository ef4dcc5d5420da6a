/** The roster: everybody who accompanies, or did. */
import type { ReactElement } from 'react'
import { Button, Select } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import type { CompanionRecord } from '@banyi/contract/companions'
import { useClient } from '../api/api.ts'
import { useMay } from '../app/use-session.ts'
import { Face, PageHead, StatusWord } from '../ui/bits.tsx'
import { DataTable, type DataTableProps } from '../ui/data-table.tsx'
import { Pager } from '../ui/pager.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox, Loaded } from '../ui/states.tsx'
import { useDistrictOptions } from '../ui/use-districts.ts'
import { useUrlWords } from '../ui/use-url-words.ts'
import {
  companionStatusNames,
  companionStatusTones,
  has,
  optionsOf,
  segmentNames,
  sexNames,
  verifiedNames,
} from '../words/labels.ts'
import { clip } from '../words/clip.ts'

const PAGE_SIZE = 20
const columns: DataTableProps<CompanionRecord>['columns'] = [
  { title: '陪诊员', width: 230, render: (_v, row) => <Who row={row} /> },
  { title: '状态', width: 170, render: (_v, row) => <Status row={row} /> },
  { title: '类型', width: 170, render: (_v, row) => row.segments.map((s) => segmentNames[s]).join('、') },
  { title: '服务区', render: (_v, row) => row.districts.join('、') },
  { title: '语言', width: 140, render: (_v, row) => row.languages.join('、') },
  { title: '已核验', width: 200, render: (_v, row) => row.verified.map((v) => verifiedNames[v]).join('、') || '无' },
  { title: '陪过', width: 90, align: 'right', render: (_v, row) => `${row.finishedVisits} 次` },
]

export function Component(): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const canEdit = useMay('editCompanion')
  const districts = useDistrictOptions()
  const [words, change] = useUrlWords(['query', 'status', 'district', 'segment', 'cursor'])
  const query = {
    query: clip(words.query, 50),
    status: has(companionStatusNames, words.status) ? words.status : undefined,
    district: clip(words.district, 20),
    segment: has(segmentNames, words.segment) ? words.segment : undefined,
    cursor: words.cursor,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['roster', 'page', query],
    queryFn: () => client.companions.listRoster({ query }),
    placeholderData: keepPreviousData,
  })
  const table = (rows: CompanionRecord[] | undefined): ReactElement => (
    <DataTable<CompanionRecord>
      label="陪诊员名册"
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns}
      minWidth={1040}
      empty={<EmptyBox title="没有符合条件的陪诊员" hint="换一个条件试试。" />}
      card={(row) => <RosterCard row={row} />}
    />
  )
  return (
    <>
      <PageHead
        title="陪诊员"
        actions={
          canEdit && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate('/companions/new')}>
              新增陪诊员
            </Button>
          )
        }
      />
      <search className="filter-bar roster">
        <SearchBox
          label="搜索陪诊员"
          placeholder="姓名"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
        <Select
          aria-label="状态"
          placeholder="全部状态"
          allowClear
          value={query.status}
          onChange={(value?: string) => change({ status: value })}
          options={optionsOf(companionStatusNames)}
        />
        <Select
          aria-label="区"
          placeholder="全部区"
          allowClear
          showSearch
          value={words.district || undefined}
          onChange={(value?: string) => change({ district: value })}
          options={districts}
        />
        <Select
          aria-label="服务类型"
          placeholder="全部类型"
          allowClear
          value={query.segment}
          onChange={(value?: string) => change({ segment: value })}
          options={optionsOf(segmentNames)}
        />
      </search>
      <Loaded query={list} skeleton={table(undefined)}>
        {(data) => (
          <div className={list.isPlaceholderData ? 'stale' : ''}>
            {table(data.items)}
            <Pager
              total={data.total}
              count={data.items.length}
              pageSize={PAGE_SIZE}
              nextCursor={data.nextCursor}
              unit="人"
            />
          </div>
        )}
      </Loaded>
    </>
  )
}

function Who({ row }: { row: CompanionRecord }): ReactElement {
  return (
    <span className="person">
      <Face name={row.name} photoUrl={row.photoUrl} size={36} />
      <span>
        <Link to={`/companions/${row.id}`}>{row.name}</Link>
        <span className="note">
          {sexNames[row.sex]} · {row.phoneMasked}
        </span>
      </span>
    </span>
  )
}

function Status({ row }: { row: CompanionRecord }): ReactElement {
  return (
    <>
      <StatusWord tone={companionStatusTones[row.status]}>{companionStatusNames[row.status]}</StatusWord>
      {row.status !== 'active' && row.statusReason !== '' && <span className="note">{row.statusReason}</span>}
      {row.status === 'active' && !row.isLinked && <span className="note">还没登录过小程序</span>}
    </>
  )
}

function RosterCard({ row }: { row: CompanionRecord }): ReactElement {
  return (
    <div className="card order-card">
      <span className="spread">
        <Who row={row} />
        <StatusWord tone={companionStatusTones[row.status]}>{companionStatusNames[row.status]}</StatusWord>
      </span>
      <span>{row.districts.join('、')}</span>
      <span className="muted">
        {row.segments.map((s) => segmentNames[s]).join('、')} · 陪过 {row.finishedVisits} 次
      </span>
    </div>
  )
}
