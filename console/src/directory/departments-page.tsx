/** The official catalogue of departments, as a tree in a table. */
import type { ReactElement } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Department } from '@banyi/contract/hospitals'
import { useClient } from '../api/api.ts'
import { PageHead } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox, Loaded } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { clip } from '../words/clip.ts'

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['query'])
  const query = useQuery({
    queryKey: ['departments', words.query],
    queryFn: () => client.hospitals.listDepartments({ query: { query: clip(words.query, 50) } }),
    placeholderData: keepPreviousData,
  })
  const table = (rows: Department[] | undefined): ReactElement => (
    <DataTable<Department>
      label="诊疗科目"
      rows={rows}
      rowKey={(row) => row.code}
      minWidth={640}
      size="small"
      expected={12}
      empty={<EmptyBox title="没有找到科目" hint="换一个说法试试。" />}
      columns={[
        { title: '代码', width: 120, render: (_v, row) => row.code },
        {
          title: '科目',
          render: (_v, row) => (
            <span className={row.parentCode === null ? 'strong' : 'indent'}>
              {row.name}
              {row.aliases.length > 0 && <span className="note">{row.aliases.join('、')}</span>}
            </span>
          ),
        },
        {
          title: '预约陪诊',
          width: 120,
          render: (_v, row) => (row.isBookable ? '可以选' : <span className="muted">不可选</span>),
        },
      ]}
    />
  )
  return (
    <>
      <Link to="/hospitals" className="back">
        ← 医院目录
      </Link>
      <PageHead title="诊疗科目" lead="国家《医疗机构诊疗科目名录》，随目录一起导入，不在这里修改。" />
      <search className="filter-bar">
        <SearchBox
          label="搜索科目"
          placeholder="名称或俗称"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <Loaded query={query} skeleton={table(undefined)}>
        {(data) => (
          <>
            {table(data.items)}
            <p className="note">共 {data.items.length} 个科目</p>
          </>
        )}
      </Loaded>
    </>
  )
}
