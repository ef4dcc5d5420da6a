import { useState } from 'react'
import { useDidShow } from '@tarojs/taro'
import { api, usePaged } from '@/api'
import { go, PAGE } from '@/parts/go'
import { OrderCard } from '@/parts/order-card'
import { SignedIn } from '@/parts/signed-in'
import { useSession } from '@/store/session'
import { Empty, InfiniteList, Screen, Tabs } from '@/ui'

type Tab = 'active' | 'unpaid' | 'done'

const TABS: readonly { value: Tab; word: string }[] = [
  { value: 'active', word: '进行中' },
  { value: 'unpaid', word: '待支付' },
  { value: 'done', word: '已完成' },
]
const NOTHING: Record<Tab, { title: string; note: string }> = {
  active: { title: '没有进行中的陪诊', note: '预约以后，这里会告诉您下一步是什么' },
  unpaid: { title: '没有等待付款的订单', note: '预约的时间会保留 15 分钟，等您付款' },
  done: { title: '还没有完成的陪诊', note: '服务结束后，报告和账目都在这里' },
}

export default function Orders() {
  const [tab, setTab] = useState<Tab>('active')
  const token = useSession((s) => s.token)
  const paged = usePaged(token ? `orders.${tab}` : null, (cursor) =>
    api.orders.listMyOrders({ query: { tab, cursor } }),
  )
  useDidShow(() => {
    if (token && !paged.isLoading) paged.reload()
  })
  return (
    <Screen title="订单" tab="orders">
      <SignedIn why="登录后可以看到您的订单">
        <Tabs label="订单分类" tabs={TABS} at={tab} onChange={setTab} />
        <InfiniteList
          paged={paged}
          keyOf={(order) => order.id}
          render={(order) => <OrderCard order={order} />}
          empty={
            <Empty
              title={NOTHING[tab].title}
              note={NOTHING[tab].note}
              {...(tab === 'active' ? { action: '预约陪诊', onTap: () => go(PAGE.who) } : {})}
            />
          }
        />
      </SignedIn>
    </Screen>
  )
}
