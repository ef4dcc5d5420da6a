import { useState } from 'react'
import { View } from '@tarojs/components'
import { api, useRead } from '@/api'
import { go, PAGE } from '@/parts/go'
import { OrderCard } from '@/parts/order-card'
import { instantOf, sayDay } from '@/say/time'
import { hasDraft, useBooking } from '@/store/booking'
import { useElder } from '@/store/elder'
import { useSession } from '@/store/session'
import {
  Body,
  Button,
  Card,
  Display,
  Gap,
  Icon,
  List,
  Money,
  Note,
  Row,
  Screen,
  Stack,
  Switch,
  TextArea,
  Title,
} from '@/ui'
import { comingFirst } from './coming'
import './index.scss'

export default function Home() {
  const elder = useElder()
  const { draft, change, clear } = useBooking()
  const token = useSession((s) => s.token)
  const [need, setNeed] = useState('')
  const next = useRead(token ? 'home.next' : null, () =>
    api.orders.listMyOrders({ query: { tab: 'active', limit: 20 } }),
  )
  const prices = useRead('prices', () => api.orders.getPriceList({ query: {} }))
  const coming = next.data && comingFirst(next.data.items)

  const begin = () => {
    if (need.trim()) change({ need: need.trim() })
    go(PAGE.who)
  }

  return (
    <Screen title="伴医" tab="home">
      <View className="home__top">
        <Note>看病，有人陪着</Note>
        <View className="home__elder">
          长辈模式
          <Switch label="长辈模式，大字" on={elder.isOn} onChange={elder.choose} />
        </View>
      </View>
      <Card>
        <Display>今天想办什么事？</Display>
        <Gap size={2} />
        <TextArea
          label="哪里不舒服，或想办什么事"
          small
          value={need}
          maxLength={500}
          placeholder="例如：妈妈膝盖疼，想去骨科看看"
          onChange={setNeed}
        />
        <Gap />
        <Button kind="primary" onTap={begin}>
          找人陪着去
        </Button>
      </Card>

      {coming && <OrderCard order={coming} live />}
      {next.error && !coming && <Note tone="danger">最近的就诊没有读到：{next.error}</Note>}

      {hasDraft(draft) && !need && (
        <Card title="上次填到一半">
          <Body sub>
            {[
              draft.hospital?.name,
              draft.day && draft.clock ? `${sayDay(instantOf(draft.day, '12:00'))} ${draft.clock}` : null,
              draft.need,
            ]
              .filter(Boolean)
              .join(' · ') || '已选好就诊人'}
          </Body>
          <Gap size={2} />
          <View className="home__pair">
            <Button onTap={() => go(PAGE.who)}>接着填</Button>
            <Button kind="text" onTap={clear}>
              重新开始
            </Button>
          </View>
        </Card>
      )}

      {!elder.isOn && (
        <>
          <Gap size={2} />
          <Title>服务和价格</Title>
          <Gap size={2} />
          <List>
            {(prices.data?.packages ?? []).map((offer) => (
              <Row
                key={offer.kind}
                icon={offer.isErrand ? 'package' : offer.kind === 'full-day' ? 'calendar-event' : 'walk'}
                title={offer.name}
                note={offer.description}
                value={<Money fen={offer.priceFen} />}
                onTap={() => {
                  change({ packageKind: offer.kind })
                  go(PAGE.who)
                }}
              />
            ))}
            {!prices.data && (
              <Row
                icon="receipt"
                title={prices.error ? '价目没有读到' : '正在读取价目'}
                note={prices.error ?? ' '}
                onTap={prices.error ? prices.reload : undefined}
              />
            )}
          </List>
        </>
      )}
      <Stack gap={1}>
        <View className="home__urgent">
          <Icon name="ambulance" size={16} />
          <Note>胸痛、说话不清、大量出血，请先拨打 120。</Note>
        </View>
      </Stack>
    </Screen>
  )
}
