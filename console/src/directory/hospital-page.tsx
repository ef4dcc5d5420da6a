/** One hospital: where it is, the guide that companions follow, and who changed it when. */
import type { ReactElement } from 'react'
import { Button, Tabs } from 'antd'
import { EditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearchParams } from 'react-router'
import type { Guide, Hospital } from '@banyi/contract/hospitals'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { Card, Facts, PageHead } from '../ui/bits.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import { fullTime, sayTime } from '../words/time.ts'
import { GuideDiff } from './diff-view.tsx'
import { Attribution } from './directory-page.tsx'
import { guideKeys, guideLines, guideNames } from './guide-fields.ts'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['hospital', id],
    queryFn: () => client.hospitals.getHospital({ params: { id } }),
  })
  return (
    <>
      <Link to="/hospitals" className="back">
        ← 医院目录
      </Link>
      <Loaded query={query} title="医院" skeleton={<CardSkeleton rows={14} />}>
        {(hospital) => <HospitalView hospital={hospital} />}
      </Loaded>
    </>
  )
}

function HospitalView({ hospital }: { hospital: Hospital }): ReactElement {
  const navigate = useNavigate()
  const canEdit = useMay('editGuide')
  const [search, setSearch] = useSearchParams()
  return (
    <>
      <PageHead
        title={hospital.name}
        lead={[hospital.level, hospital.district, ...hospital.aliases].filter((word) => word !== '').join(' · ')}
        actions={
          canEdit ? (
            <Button
              type="primary"
              icon={<EditOutlined aria-hidden />}
              onClick={() => void navigate(`/hospitals/${hospital.id}/guide`)}
            >
              修改就诊指南
            </Button>
          ) : (
            <span className="note">修改指南{whoMay('editGuide')}</span>
          )
        }
      />
      <div className="stack">
        <Card title="基本信息">
          <Facts
            items={[
              ['地址', hospital.address],
              ['电话', hospital.phone],
              [
                '坐标',
                hospital.location
                  ? `${hospital.location.lat.toFixed(5)}, ${hospital.location.lng.toFixed(5)}（GCJ-02）`
                  : '没有，不会用于导航',
              ],
              ['编号', hospital.id],
            ]}
          />
          <Attribution text={hospital.attribution} />
        </Card>
        <Tabs
          activeKey={search.get('tab') === 'history' ? 'history' : 'guide'}
          onChange={(key) => setSearch(key === 'guide' ? {} : { tab: key }, { replace: true })}
          destroyOnHidden
          items={[
            { key: 'guide', label: '就诊指南', children: <GuideView guide={hospital.guide} /> },
            { key: 'history', label: '修改历史', children: <History id={hospital.id} /> },
          ]}
        />
      </div>
    </>
  )
}

function GuideView({ guide }: { guide: Guide }): ReactElement {
  const parts = guideKeys.map((key) => [guideNames[key], guideLines(guide, key)] as const)
  if (parts.every(([, lines]) => lines.length === 0)) {
    return (
      <div className="card">
        <EmptyBox title="还没有指南" hint="写下楼层、挂号和见面地点，陪诊员当天就能照着走。" />
      </div>
    )
  }
  return (
    <Card
      title="就诊指南"
      extra={
        guide.updatedAt && (
          <span className="note">{`${guide.updatedBy ?? ''} ${sayTime(guide.updatedAt)} 改过，第 ${guide.version} 版`}</span>
        )
      }
    >
      <Facts items={parts.map(([name, lines]) => [name, lines.join('\n')] as const)} />
    </Card>
  )
}

function History({ id }: { id: string }): ReactElement {
  const client = useClient()
  const query = useQuery({
    queryKey: ['hospital', id, 'history'],
    queryFn: () => client.hospitals.listGuideHistory({ params: { id } }),
  })
  return (
    <Loaded query={query}>
      {({ items }) => {
        const versions = [...items].sort((a, b) => b.version - a.version)
        if (versions.length === 0) return <EmptyBox title="还没有人改过" />
        return (
          <div className="stack">
            {versions.map((entry, i) => (
              <Card
                key={entry.version}
                title={`第 ${entry.version} 版`}
                extra={<span className="note">{`${entry.changedBy} · ${fullTime(entry.changedAt)}`}</span>}
              >
                <GuideDiff before={versions[i + 1]?.guide ?? null} after={entry.guide} />
              </Card>
            ))}
          </div>
        )
      }}
    </Loaded>
  )
}
