import { View } from '@tarojs/components'
import type { OrderCard as Order } from '@banyi/contract/orders'
import { saySpan } from '@/say/time'
import { isUnderWay, toneOf } from '@/say/words'
import { Body, Card, Money, Note, Side, Strong, Tag } from '@/ui'
import { go, PAGE } from './go'

/** One visit in a list; the next thing that happens stands first. */
export function OrderCard({ order, live = false }: { order: Order; live?: boolean }) {
  const isLive = isUnderWay(order.state)
  const open = () => go(isLive ? PAGE.live(order.id) : PAGE.order(order.id))
  return (
    <Card tone={live ? (isLive ? 'warm' : 'brand') : 'plain'} onTap={open}>
      <Side spread>
        <Tag tone={toneOf(order.state)}>{order.stateName}</Tag>
        <Note>{order.packageName}</Note>
      </Side>
      <View style={{ height: '8px' }} />
      {live && <Strong>{order.nextSentence}</Strong>}
      <Body sub={live}>{saySpan(order.startsAt, order.endsAt)}</Body>
      <Body sub={live}>
        {order.hospital.name}
        {order.departmentName ? ` · ${order.departmentName}` : ''}
      </Body>
      <Side spread>
        <Note>
          {order.patientName}
          {order.companionName ? ` · ${order.companionName}陪同` : ''}
        </Note>
        {!live && <Money fen={order.totalFen} />}
      </Side>
      {!live && <Note tone={order.state === 'booked' ? 'warm' : 'brand'}>{order.nextSentence}</Note>}
    </Card>
  )
}
