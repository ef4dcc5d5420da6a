/** Coupons: what they take off, who pays for them, how many were taken and used. */
import { useState, type ReactElement } from 'react'
import { App, Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CouponKind } from '@banyi/contract/coupons'
import { useClient } from '../api/api.ts'
import { PageHead, StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { clip } from '../words/clip.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { phaseOf, sayOff } from './coupon-words.ts'
import { NewCouponDialog } from './new-coupon-dialog.tsx'

function Phase({ row }: { row: CouponKind }): ReactElement {
  const phase = phaseOf(row, Date.now())
  return <StatusWord tone={phase.tone}>{phase.name}</StatusWord>
}

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['query', 'cursor'])
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<CouponKind | null>(null)
  const query = { query: clip(words.query, 50) || undefined, cursor: words.cursor || undefined, limit: PAGE_SIZE }
  const list = useQuery({
    queryKey: ['coupons', query],
    queryFn: () => client.coupons.listCouponKinds({ query }),
    placeholderData: keepPreviousData,
  })
  const act = (row: CouponKind): ReactElement =>
    row.endedAt ? (
      <span className="muted">{sayTime(row.endedAt)} 停的</span>
    ) : (
      <Button danger aria-label={`停止发放${row.name}`} onClick={() => setEnding(row)}>
        停止发放
      </Button>
    )
  const columns: DataTableProps<CouponKind>['columns'] = [
    {
      title: '券',
      width: 210,
      render: (_v, row) => (
        <>
          <strong>{row.name}</strong>
          <span className="note">{sayOff(row)}</span>
        </>
      ),
    },
    { title: '券码', width: 120, render: (_v, row) => <span className="number">{row.code}</span> },
    { title: '状态', width: 110, render: (_v, row) => <Phase row={row} /> },
    { title: '出资方', width: 130, render: (_v, row) => row.funderName },
    {
      title: '有效',
      width: 210,
      render: (_v, row) => (
        <>
          {sayTime(row.validFrom)}
          <span className="note">到 {sayTime(row.validTo)}</span>
        </>
      ),
    },
    {
      title: '领 / 用',
      width: 130,
      align: 'right',
      render: (_v, row) => (
        <>
          {row.takenCount} / {row.usedCount}
          <span className="note">共 {row.totalCount}</span>
        </>
      ),
    },
    { title: '已抵', width: 110, align: 'right', render: (_v, row) => yuan(row.usedFen) },
    { title: '操作', width: 140, render: (_v, row) => act(row) },
  ]
  return (
    <>
      <PageHead
        title="优惠券"
        lead="券抵掉的钱由出资方付，账上看得见；不影响陪诊员的收入。"
        actions={
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
            新建优惠券
          </Button>
        }
      />
      <search className="filter-bar words">
        <SearchBox
          label="搜索优惠券"
          placeholder="名称或券码"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <ListView<CouponKind>
        query={list}
        unit="种"
        label="优惠券"
        rowKey={(row) => row.id}
        columns={columns}
        minWidth={1160}
        empty={<EmptyBox title="还没有优惠券" hint="新建后，家属在小程序里用券码领取。" />}
        card={(row) => (
          <RowCard
            head={<Phase row={row} />}
            number={row.code}
            title={row.name}
            amount={`领 ${row.takenCount} / 用 ${row.usedCount}`}
            lines={[sayOff(row), `${row.funderName}出资 · 到 ${sayTime(row.validTo)}`]}
            action={act(row)}
          />
        )}
      />
      {isAdding && <NewCouponDialog onClose={() => setAdding(false)} />}
      {ending && <EndDialog coupon={ending} onClose={() => setEnding(null)} />}
    </>
  )
}

function EndDialog({ coupon, onClose }: { coupon: CouponKind; onClose: () => void }): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const open = coupon.takenCount - coupon.usedCount
  return (
    <DecisionDialog<CouponKind>
      title={`停止发放「${coupon.name}」`}
      submit="停止发放"
      isDanger
      effects={[
        '马上不能再领；券码失效，不能恢复。',
        open > 0 ? `已领没用的 ${open} 张在 ${sayTime(coupon.validTo)} 前仍可用。` : '没有已领没用的券。',
      ]}
      reasons={['活动提前结束', '预算用完', '出资方要求']}
      payload={{ end: coupon.id, version: coupon.version }}
      touches={[['coupons']]}
      call={(fields) =>
        client.coupons.endCouponKind({ params: { id: coupon.id }, body: { ...fields, version: coupon.version } })
      }
      onDone={() => {
        void message.success('已停止发放。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}
