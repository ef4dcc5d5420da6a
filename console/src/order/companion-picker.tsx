/** Companions free for the whole visit, best first, with the reasons why; filters narrow the list on the server. */
import { useState, type ReactElement } from 'react'
import { Button, Select, Skeleton } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { AvailableCompanion } from '@banyi/contract/companions'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { Face } from '../ui/bits.tsx'
import { EmptyBox, ErrorBox } from '../ui/states.tsx'
import { optionsOf, sexNames, skillNames } from '../words/labels.ts'
import { minutesBetween } from '../words/time.ts'

interface Props {
  order: OperatorOrder
  chosen: AvailableCompanion | null
  onChoose: (companion: AvailableCompanion) => void
}
const languages = ['上海话', '普通话', '苏州话', '宁波话', '四川话', '粤语', '英语']

export function CompanionPicker({ order, chosen, onChoose }: Props): ReactElement {
  const client = useClient()
  const [sex, setSex] = useState<'female' | 'male' | undefined>()
  const [language, setLanguage] = useState<string | undefined>()
  const [isAnyDistrict, setAnyDistrict] = useState(false)
  const query = {
    district: isAnyDistrict ? undefined : order.hospital.district,
    startsAt: order.startsAt,
    minutes: minutesBetween(order.startsAt, order.endsAt),
    // only a companion with the order's own qualification may take it
    segment: order.segment,
    sex,
    language,
    limit: 20,
  }
  const list = useInfiniteQuery({
    queryKey: ['available', query],
    queryFn: ({ pageParam }) =>
      client.companions.listAvailableCompanions({ query: { ...query, cursor: pageParam || undefined } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  })
  const rows = list.data?.pages.flatMap((page) => page.items).filter((row) => row.id !== order.companionId)
  return (
    <div className="stack">
      <div className="picker-filters">
        <Select
          aria-label="性别"
          placeholder="性别不限"
          allowClear
          value={sex}
          onChange={setSex}
          options={optionsOf(sexNames)}
        />
        <Select
          aria-label="语言"
          placeholder="语言不限"
          allowClear
          value={language}
          onChange={setLanguage}
          options={languages.map((value) => ({ value, label: value }))}
        />
        <Select
          aria-label="区"
          value={isAnyDistrict ? 'any' : 'same'}
          onChange={(value) => setAnyDistrict(value === 'any')}
          options={[
            { value: 'same', label: `服务${order.hospital.district}` },
            { value: 'any', label: '所有区' },
          ]}
        />
      </div>
      <div className="picker" role="radiogroup" aria-label="选一位陪诊员" aria-busy={list.isFetching}>
        {list.isPending && <Skeleton active avatar paragraph={{ rows: 6 }} />}
        {list.isError && <ErrorBox error={list.error} onRetry={() => void list.refetch()} />}
        {rows?.length === 0 && (
          <EmptyBox title="这段时间没有符合条件的陪诊员" hint="放宽区或语言试试，或与家属商量改期。" />
        )}
        {rows?.map((companion) => (
          <Choice key={companion.id} companion={companion} isChosen={chosen?.id === companion.id} onChoose={onChoose} />
        ))}
        {list.hasNextPage && (
          <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            更多
          </Button>
        )}
      </div>
    </div>
  )
}

interface ChoiceProps {
  companion: AvailableCompanion
  isChosen: boolean
  onChoose: (companion: AvailableCompanion) => void
}
function Choice({ companion, isChosen, onChoose }: ChoiceProps): ReactElement {
  return (
    <label className={`choice ${isChosen ? 'on' : ''}`}>
      <input type="radio" name="companion" checked={isChosen} onChange={() => onChoose(companion)} />
      <Face name={companion.name} photoUrl={companion.photoUrl} />
      <span>
        <strong>{companion.name}</strong>
        <span className="muted">
          {sexNames[companion.sex]} · 从业 {companion.yearsOfService} 年 · 陪过 {companion.finishedVisits} 次
          {companion.languages.length > 0 && ` · ${companion.languages.join('、')}`}
        </span>
        <span className="chips">
          {companion.reasons.map((reason) => (
            <span key={reason} className="chip">
              {reason}
            </span>
          ))}
          {companion.skills.map((skill) => (
            <span key={skill} className="chip warm">
              {skillNames[skill]}
            </span>
          ))}
        </span>
      </span>
    </label>
  )
}
