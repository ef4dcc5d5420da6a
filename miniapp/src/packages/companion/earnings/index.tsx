import { useState } from 'react'
import { useDidShow } from '@tarojs/taro'
import type { Earnings as Seen } from '@banyi/contract/payments/payouts'
import { api, usePaged } from '@/api'
import { go } from '@/parts/go'
import { MonthStep, monthAfter, sayMonth } from '@/parts/month-step'
import { sayMoney } from '@/say/money'
import { today } from '@/say/time'
import { useSession } from '@/store/session'
import { Button, Card, Display, Empty, Gap, InfiniteList, List, Note, Row, Screen, Skeleton, Tabs } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'
import { EarningCard } from './earning-card'
import { Pending } from './pending'

type Tab = 'settled' | 'pending'
type Sums = Pick<Seen, 'balanceFen' | 'inTransitFen' | 'monthIncomeFen'>

/** What she has, what is coming, and every line of how it came about. */
export default function Earnings() {
  const token = useSession((s) => s.token)
  const now = today().slice(0, 7)
  const [tab, setTab] = useState<Tab>('settled')
  const [month, setMonth] = useState(now)
  const [sums, setSums] = useState<Sums | null>(null)
  const [coming, setComing] = useState<{ pendingFen: number; pendingCount: number } | null>(null)
  const settled = usePaged(token ? `earnings.${month}` : null, async (cursor) => {
    const reply = await api.payments.getMyEarnings({ query: { month, cursor } })
    setSums(reply)
    return reply
  })
  const pending = usePaged(token ? 'income' : null, async (cursor) => {
    const reply = await api.orders.listMyIncome({ query: { cursor } })
    setComing(reply)
    return reply
  })
  useDidShow(() => {
    if (!token || settled.isLoading) return
    settled.reload()
    pending.reload()
  })
  return (
    <Screen title="收入">
      <Gate>
        <Card tone="brand">
          <Note>可以提现</Note>
          <Display>{sums ? sayMoney(sums.balanceFen) : settled.error ? '没有读到' : '正在读取'}</Display>
          {sums !== null && sums.inTransitFen > 0 && <Note>{`另有 ${sayMoney(sums.inTransitFen)} 在提现路上`}</Note>}
          {coming !== null && coming.pendingCount > 0 && (
            <Note>{`还有 ${coming.pendingCount} 单没结算，预计 ${sayMoney(coming.pendingFen)}`}</Note>
          )}
          <Gap size={2} />
          <Button kind="primary" icon="wallet" onTap={() => go(WORK.withdraw)}>
            提现到微信
          </Button>
        </Card>
        <List>
          <Row icon="file-text" title="月结单" note="PDF 和表格，报税、对账用" onTap={() => go(WORK.statements)} />
          <Row icon="history" title="提现记录" note="每一笔走到哪里" onTap={() => go(WORK.withdrawals)} />
          <Row icon="id" title="收款人" note="本人微信和真实姓名" onTap={() => go(WORK.payee)} />
        </List>
        <Tabs
          label="收入分类"
          at={tab}
          onChange={setTab}
          tabs={[
            { value: 'settled', word: '已结算' },
            { value: 'pending', word: '等结算', count: coming?.pendingCount },
          ]}
        />
        {tab === 'pending' ? (
          <Pending paged={pending} />
        ) : (
          <>
            <MonthStep month={month} first={monthAfter(now, -24)} last={now} onChange={setMonth} />
            <Gap size={2} />
            {sums && !settled.isLoading && <Note>{`${sayMonth(month)}收入 ${sayMoney(sums.monthIncomeFen)}`}</Note>}
            <Gap size={2} />
            {settled.isLoading && settled.items.length === 0 ? (
              <Skeleton />
            ) : (
              <InfiniteList
                paged={settled}
                keyOf={({ id }) => id}
                render={(earning) => <EarningCard earning={earning} />}
                empty={<Empty title={`${sayMonth(month)}没有进出`} note="结算的订单、红包、提现都在这里逐笔写着" />}
              />
            )}
          </>
        )}
      </Gate>
    </Screen>
  )
}
