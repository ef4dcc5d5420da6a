import { useEffect, useState } from 'react'
import { api, newId, useCommand } from '@/api'
import { PAGE, replace, restart, useParam } from '@/parts/go'
import { cashierSaid, pay } from '@/platform/pay'
import { sayClock } from '@/say/time'
import { sayMoney } from '@/say/money'
import { Body, Button, Display, Gap, Icon, Note, Screen, Skeleton, Stack } from '@/ui'
import { OrderGate } from '../parts/order-gate'
import { useOrder } from '../parts/use-order'
import './index.scss'

/** WeChat's news may need some seconds: we ask, growing slower. */
const ASK_AFTER = [0, 1500, 2500, 4000, 6000, 10_000]

export default function PayResult() {
  const id = useParam('id')
  const read = useOrder(id)
  const order = read.data
  const [said] = useState(cashierSaid)
  const [asked, setAsked] = useState(0)
  const command = useCommand()
  const isOpen = order?.state === 'booked' && order.can.pay
  const isAsking = isOpen && said !== 'cancel' && asked < ASK_AFTER.length

  useEffect(() => {
    if (!isAsking) return
    const timer = setTimeout(() => {
      api.orders
        .checkPayment({ params: { id } })
        .then(read.set, () => undefined)
        .finally(() => setAsked((n) => n + 1))
    }, ASK_AFTER[asked])
    return () => clearTimeout(timer)
  }, [isAsking, asked, id, read.set])

  const again = () =>
    order &&
    void command.run(async () => {
      const params = await api.orders.payOrder({ params: { id }, body: { commandId: newId(), version: order.version } })
      if ((await pay(params, PAGE.payResult(id))) === 'away') return
      setAsked(0)
      read.reload()
    })
  return (
    <Screen title="付款结果" back={false}>
      <OrderGate read={read}>
        {(o) => {
          if (isAsking) {
            return (
              <>
                <Display>正在向微信核对付款</Display>
                <Body sub>一般几秒钟就好，可以离开这一页，结果会通知您。</Body>
                <Gap />
                <Skeleton cards={1} />
              </>
            )
          }
          if (isOpen) {
            return (
              <>
                <Display>还没有付款</Display>
                <Body sub>
                  {o.payBefore
                    ? `这个时间为您保留到 ${sayClock(o.payBefore)}，不付款也不收任何费用。`
                    : '没有收取任何费用。'}
                </Body>
                <Gap size={6} />
                <Stack>
                  <Button kind="primary" loading={command.isBusy} onTap={again}>
                    付款 {sayMoney(o.money.totalFen)}
                  </Button>
                  <Button onTap={() => replace(PAGE.order(id))}>看订单</Button>
                </Stack>
                <Gap size={2} />
                {said !== 'cancel' && <Note>如果微信已经扣款，请不要再付，稍后在订单里看结果。</Note>}
              </>
            )
          }
          const isPaid = o.money.paidFen > 0
          return (
            <>
              <Body>{isPaid && <Icon name="circle-check" size={32} />}</Body>
              <Display>{isPaid ? `已付款 ${sayMoney(o.money.paidFen)}` : o.stateName}</Display>
              <Body sub>{o.nextSentence}</Body>
              {isPaid && <Note>钱由微信支付托管，服务完成、您确认以后才给陪诊员。</Note>}
              <Gap size={6} />
              <Stack>
                <Button kind="primary" onTap={() => replace(PAGE.order(id))}>
                  看订单
                </Button>
                {isPaid && <Button onTap={() => replace(PAGE.links(id))}>发给家人一起看</Button>}
                <Button kind="text" onTap={() => restart(PAGE.home)}>
                  回首页
                </Button>
              </Stack>
            </>
          )
        }}
      </OrderGate>
    </Screen>
  )
}
