/** One companion: who she is, what was verified, when she works, and what is reserved. */
import { useRef, useState, type ReactElement } from 'react'
import { App, Button } from 'antd'
import { CameraOutlined, EditOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import type { CompanionRecord, WeeklyHours } from '@banyi/contract/companions'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { Card, Face, Facts, PageHead, StatusWord } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import {
  companionStatusNames,
  companionStatusTones,
  segmentNames,
  sexNames,
  skillNames,
  verifiedNames,
} from '../words/labels.ts'
import { fullTime } from '../words/time.ts'
import { CompanionMonth } from './calendar.tsx'
import { toPortrait } from './photo.ts'
import { StatusDialog } from './status-dialog.tsx'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['companion', id],
    queryFn: () => client.companions.getCompanionRecord({ params: { id } }),
  })
  return (
    <>
      <Link to="/companions" className="back">
        ← 陪诊员
      </Link>
      <Loaded
        query={query}
        title="陪诊员"
        skeleton={
          <div className="order-grid">
            <CardSkeleton rows={12} />
            <CardSkeleton rows={8} />
          </div>
        }
      >
        {(record) => <Record record={record} />}
      </Loaded>
    </>
  )
}

function Record({ record }: { record: CompanionRecord }): ReactElement {
  const navigate = useNavigate()
  const canEdit = useMay('editCompanion')
  const [isStatusOpen, setStatusOpen] = useState(false)
  return (
    <>
      <PageHead
        title={record.name}
        lead={
          <span className="row">
            <StatusWord tone={companionStatusTones[record.status]}>{companionStatusNames[record.status]}</StatusWord>
            {record.statusReason !== '' && record.status !== 'active' && <span>{record.statusReason}</span>}
          </span>
        }
        actions={
          canEdit ? (
            <>
              <Button
                icon={<EditOutlined aria-hidden />}
                onClick={() => void navigate(`/companions/${record.id}/edit`)}
              >
                修改档案
              </Button>
              <Button danger={record.status === 'active'} onClick={() => setStatusOpen(true)}>
                {record.status === 'active' ? '停用' : '恢复'}
              </Button>
            </>
          ) : (
            <span className="note">修改档案{whoMay('editCompanion')}</span>
          )
        }
      />
      <div className="order-grid">
        <CompanionMonth companionId={record.id} />
        <Profile record={record} canEdit={canEdit} />
        <div className="stack about">
          <Hours hours={record.weeklyHours} />
        </div>
      </div>
      {isStatusOpen && <StatusDialog record={record} onClose={() => setStatusOpen(false)} />}
    </>
  )
}

function Profile({ record, canEdit }: { record: CompanionRecord; canEdit: boolean }): ReactElement {
  return (
    <Card title="档案">
      <div className="row portrait">
        <Face name={record.name} photoUrl={record.photoUrl} size={72} />
        {canEdit && <PhotoButton record={record} />}
      </div>
      <Facts
        items={[
          ['性别', `${sexNames[record.sex]}，${record.birthYear} 年生`],
          ['手机号', record.phoneMasked],
          ['小程序', record.isLinked ? '已登录绑定' : '还没登录过'],
          ['从业', `${record.yearsOfService} 年，陪过 ${record.finishedVisits} 次`],
          ['服务类型', record.segments.map((s) => segmentNames[s]).join('、')],
          ['服务区', record.districts.join('、')],
          ['语言', record.languages.join('、')],
          ['技能', record.skills.map((s) => skillNames[s]).join('、')],
          ['已核验', record.verified.map((v) => verifiedNames[v]).join('、')],
          ['介绍', record.introduction],
          ['加入', fullTime(record.createdAt)],
        ]}
      />
    </Card>
  )
}

function PhotoButton({ record }: { record: CompanionRecord }): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const input = useRef<HTMLInputElement>(null)
  const upload = useMutation({
    mutationFn: async (file: File) =>
      client.companions.setCompanionPhoto({ params: { id: record.id }, body: { imageBase64: await toPortrait(file) } }),
    onSuccess: (saved) => {
      queries.setQueryData(['companion', record.id], saved)
      // the address may stay the same while the picture is another
      void queries.invalidateQueries({ queryKey: ['picture', saved.photoUrl] })
      void message.success('照片已更新，家属现在看到的就是这一张。')
    },
    onError: (error) => void message.error(`照片没有换：${sentenceOf(error)}`),
  })
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) upload.mutate(file)
        }}
      />
      <Button icon={<CameraOutlined aria-hidden />} loading={upload.isPending} onClick={() => input.current?.click()}>
        {record.photoUrl ? '换照片' : '上传照片'}
      </Button>
    </>
  )
}

const dayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']

function Hours({ hours }: { hours: WeeklyHours }): ReactElement {
  return (
    <Card title="每周服务时间">
      <Facts
        items={[
          ...dayNames.map((name, i) => {
            const ranges = hours.hours.filter((hour) => hour.weekday === i + 1).map((hour) => `${hour.from}–${hour.to}`)
            return [name, ranges.join('，') || '休息'] as const
          }),
          ['节假日', hours.worksOnHolidays ? '照常服务' : '休息'] as const,
        ]}
      />
      <p className="note">由本人在小程序里设置。</p>
    </Card>
  )
}
