import { LiveBody } from '@/parts/live-body'
import { go, PAGE, useParam } from '@/parts/go'
import { call } from '@/platform/phone'
import { Button, List, Row, Screen } from '@/ui'
import { OrderGate } from '../parts/order-gate'
import { useOrder } from '../parts/use-order'

export default function Live() {
  const id = useParam('id')
  const read = useOrder(id)
  const phone = read.data?.companion?.phone
  return (
    <Screen title="就诊进度" callFirst={phone ? { name: `陪诊员${read.data?.companion?.name ?? ''}`, phone } : null}>
      <OrderGate read={read}>
        {(order) => (
          <>
            <LiveBody
              view={{
                ...order,
                companionName: order.companion?.name ?? null,
                companionPhotoUrl: order.companion?.photoUrl ?? null,
                hospitalName: order.hospital.name,
              }}
              actions={
                order.companion && (
                  <>
                    {phone && (
                      <Button icon="phone" onTap={() => call(phone)}>
                        打电话
                      </Button>
                    )}
                    {order.can.chat && (
                      <Button icon="message-circle" onTap={() => go(PAGE.chat(order.id))}>
                        发消息
                      </Button>
                    )}
                  </>
                )
              }
            />
            <List>
              <Row
                icon="link"
                title="亲情链接"
                note="让家人不用登录也能看进度"
                onTap={() => go(PAGE.links(order.id))}
              />
              <Row icon="receipt" title="订单和费用" onTap={() => go(PAGE.order(order.id))} />
            </List>
          </>
        )}
      </OrderGate>
    </Screen>
  )
}
