/** The hospital directory: by name, alias, pinyin or initials, and by district. */
import type { ReactElement } from 'react'
import { Button, Select } from 'antd'
import { ImportOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import type { HospitalCard } from '@banyi/contract/hospitals'
import { useClient } from '../api/api.ts'
import { useMay } from '../app/use-session.ts'
import { PageHead } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { Pager } from '../ui/pager.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox, Loaded } from '../ui/states.tsx'
import { useDistrictOptions } from '../ui/use-districts.ts'
import { useUrlWords } from '../ui/use-url-words.ts'
import { clip } from '../words/clip.ts'

const PAGE_SIZE = 20

export function Component(): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const canImport = useMay('importHospitals')
  const districts = useDistrictOptions()
  const [words, change] = useUrlWords(['query', 'district', 'cursor'])
  const query = {
    query: clip(words.query, 50),
    district: clip(words.district, 20),
    cursor: words.cursor,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['hospitals', 'page', query],
    queryFn: () => client.hospitals.searchHospitals({ query }),
    placeholderData: keepPreviousData,
  })
  const table = (rows: HospitalCard[] | undefined): ReactElement => (
    <DataTable<HospitalCard>
      label="医院"
      rows={rows}
      rowKey={(row) => row.id}
      minWidth={900}
      expected={12}
      empty={<EmptyBox title="没有找到医院" hint="可以试试简称、拼音或首字母，例如 rjyy。" />}
      columns={[
        {
          title: '医院',
          render: (_v, row) => (
            <>
              <Link to={`/hospitals/${row.id}`}>{row.name}</Link>
              {row.aliases.length > 0 && <span className="note">{row.aliases.join('、')}</span>}
            </>
          ),
        },
        { title: '等级', width: 110, render: (_v, row) => row.level || '—' },
        { title: '区', width: 120, render: (_v, row) => row.district },
        { title: '地址', render: (_v, row) => row.address || '—' },
        {
          title: '位置',
          width: 100,
          render: (_v, row) => (row.location ? '有' : <span className="muted">没有坐标</span>),
        },
      ]}
      card={(row) => (
        <Link to={`/hospitals/${row.id}`} className="card order-card">
          <strong>{row.name}</strong>
          <span className="muted">
            {row.level} · {row.district}
          </span>
          <span>{row.address || '地址待补'}</span>
        </Link>
      )}
    />
  )
  return (
    <>
      <PageHead
        title="医院目录"
        actions={
          <>
            <Button onClick={() => void navigate('/hospitals/departments')}>诊疗科目</Button>
            {canImport && (
              <Button icon={<ImportOutlined aria-hidden />} onClick={() => void navigate('/hospitals/import')}>
                导入 CSV
              </Button>
            )}
          </>
        }
      />
      <search className="filter-bar">
        <SearchBox
          label="搜索医院"
          placeholder="名称、简称、拼音或首字母"
          value={words.query}
          onSearch={(value) => change({ query: value })}
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
              unit="家"
            />
            <Attribution text={data.attribution} />
          </div>
        )}
      </Loaded>
    </>
  )
}

/** the licence of the coordinates asks for it wherever they are shown */
export function Attribution({ text }: { text: string }): ReactElement {
  return (
    <p className="note">
      {text}
      {!text.includes('OpenStreetMap') && ' © OpenStreetMap contributors'}
      {' · '}
      <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noreferrer">
        来源与许可
      </a>
    </p>
  )
}
