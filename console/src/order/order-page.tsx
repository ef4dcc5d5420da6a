/** One order: what happens next, who is in it, what it cost, what was said, who did what. */
import { useState, type ReactElement } from 'react'
import { Button, Tabs } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams, useSearchParams } from 'react-router'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { LiveSign, useTopic } from '../api/live.tsx'
import { useMay } from '../app/use-session.ts'
import { useCoalesced } from '../board/use-board.ts'
import { Flags } from '../board/columns.tsx'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Face, Facts, PageHead, StatusWord } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { addOnNames, segmentNames, sexNames, stateTones } from '../words/labels.ts'
import { fullTime, sayMinutes, minutesBetween, saySpan } from '../words/time.ts'
import { Actions } from './actions.tsx'
import { Chat } from './chat.tsx'
import { Money } from './money.tsx'
import { nextSentence } from './next-sentence.ts'
import { Progress } from './progress.tsx'
import { ActionLog, Notices } from './records.tsx'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['order', id],
    queryFn: () => client.orders.getBoardOrder({ params: { id } }),
    refetchInterval: 120_000,
  })
  const refresh = useCoalesced(() => void queries.invalidateQueries({ queryKey: ['order', id] }), 1_000)
  useTopic(`order:${id}`, refresh)
  return (
    <>
      <BackLink to="/orders" name="订单看板" />
      <Loaded query={query} title="订单" skeleton={<OrderSkeleton />}>
        {(order) => <Order order={order} />}
      </Loaded>
    </>
  )
}

function OrderSkeleton(): ReactElement {
  return (
    <div className="stack">
      <CardSkeleton rows={2} />
      <div className="order-grid">
        <CardSkeleton rows={12} />
        <CardSkeleton rows={4} />
        <div className="about">
          <CardSkeleton rows={8} />
        </div>
      </div>
    </div>
  )
}

function Order({ order }: { order: OperatorOrder }): ReactElement {
  const [result, setResult] = useState('')
  const [search, setSearch] = useSearchParams()
  const panels = [
    { key: 'progress', label: '进度', children: <Progress order={order} /> },
    { key: 'money', label: '钱款', children: <Money order={order} /> },
    { key: 'chat', label: '聊天', children: <Chat orderId={order.id} /> },
    { key: 'notices', label: '通知', children: <Notices orderId={order.id} /> },
    { key: 'log', label: `记录 ${order.log.length}`, children: <ActionLog log={order.log} /> },
  ]
  const tab = panels.find(({ key }) => key === search.get('tab'))?.key ?? 'progress'
  return (
    <>
      <PageHead
        title={`订单 ${order.number}`}
        lead={
          <span className="row">
            <StatusWord tone={stateTones[order.state]}>{order.stateName}</StatusWord>
            <Flags row={order} />
            <LiveSign />
          </span>
        }
      />
      {result !== '' && (
        <div className="strip good" role="status">
          <span className="grow">{result}</span>
          <Button size="small" type="text" onClick={() => setResult('')}>
            知道了
          </Button>
        </div>
      )}
      <section className="card headline" aria-label="接下来">
        <p className="next">{nextSentence(order, Date.now())}</p>
        <p>
          {saySpan(order.startsAt, order.endsAt)}（{sayMinutes(minutesBetween(order.startsAt, order.endsAt))}） ·{' '}
          <Link to={`/hospitals/${order.hospital.id}`}>{order.hospital.name}</Link>
          {order.departmentName && ` · ${order.departmentName}`}
        </p>
      </section>
      <div className="order-grid">
        <Tabs
          activeKey={tab}
          onChange={(key) => setSearch(key === 'progress' ? {} : { tab: key }, { replace: true })}
          items={panels}
          destroyOnHidden
          // all five fit at 320 px: the tab list must not grow a menu button, which its role does not allow
          tabBarGutter={20}
        />
        <Actions order={order} onDone={setResult} />
        <div className="stack about">
          <People order={order} />
          <Visit order={order} />
        </div>
      </div>
    </>
  )
}

function People({ order }: { order: OperatorOrder }): ReactElement {
  const canSeeRoster = useMay('seeRoster')
  const { patient } = order
  const companion =
    order.companionId && order.companionName ? (
      <span className="person">
        <Face name={order.companionName} photoUrl={null} size={28} />
        {canSeeRoster ? (
          <Link to={`/companions/${order.companionId}`}>{order.companionName}</Link>
        ) : (
          order.companionName
        )}
      </span>
    ) : (
      '还没有定'
    )
  return (
    <Card title="人">
      <Facts
        items={[
          ['就诊人', `${patient.name}，${sexNames[patient.sex]}，${patient.ageYears} 岁`],
          ['就诊人电话', patient.phoneMasked],
          ['下单家属', order.familyPhoneMasked],
          ['陪诊员', companion],
        ]}
      />
    </Card>
  )
}

function Visit({ order }: { order: OperatorOrder }): ReactElement {
  const canSeeNeed = useMay('seeNeed')
  return (
    <Card title="这次就诊">
      <Facts
        items={[
          ['服务', `${order.packageName} · ${segmentNames[order.segment]}`],
          ['附加', order.addOns.map((addOn) => addOnNames[addOn]).join('、')],
          ['医院地址', order.hospital.address],
          ['见面地点', order.meetingPoint],
          ['需要', order.need || (canSeeNeed ? '家属没有写' : '只有调度能看')],
          ['下单', fullTime(order.createdAt)],
        ]}
      />
    </Card>
  )
}
