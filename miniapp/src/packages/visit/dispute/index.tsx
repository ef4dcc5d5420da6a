import { useState } from 'react'
import type { DisputeCategory } from '@banyi/contract/orders/after-sales'
import { api, codeOf, useCommand } from '@/api'
import { PAGE, replace, useParam } from '@/parts/go'
import { DISPUTE, words } from '@/say/words'
import { toast } from '@/store/say'
import { Body, Button, Card, Empty, Field, Note, Screen, Segmented, TextArea } from '@/ui'
import { OrderGate } from '../parts/order-gate'
import { useOrder } from '../parts/use-order'

const LEAST = 5

/** Something was not as agreed: the money stays where it is until a person has looked at it. */
export default function DisputePage() {
  const id = useParam('id')
  const read = useOrder(id)
  const order = read.data
  const [category, setCategory] = useState<DisputeCategory | null>(null)
  const [what, setWhat] = useState('')
  const command = useCommand((refusal) => {
    if (codeOf(refusal) === 'CONFLICT') read.reload()
    return false
  })
  const open = async () => {
    if (!order || !category) return
    const isDone = await command.run(
      async (commandId) =>
        void (await api.orders.openDispute({
          params: { id },
          body: { commandId, version: order.version, category, what: what.trim() },
        })),
    )
    if (!isDone) return
    toast('已收到，费用先不给陪诊员，等平台答复您')
    replace(PAGE.order(id))
  }
  return (
    <Screen
      title="对服务有异议"
      footer={
        order?.can.dispute ? (
          <Button
            kind="primary"
            loading={command.isBusy}
            disabled={!category || what.trim().length < LEAST}
            onTap={() => void open()}
          >
            提交异议
          </Button>
        ) : undefined
      }
    >
      <OrderGate read={read}>
        {(o) =>
          o.can.dispute ? (
            <>
              <Card tone="brand">
                <Body>
                  提交以后，这一单的费用先留在微信支付，不给陪诊员。平台会找双方了解情况，在答应的时间前答复您。
                </Body>
              </Card>
              <Field label="是哪方面的问题">
                <Segmented label="哪方面" options={words(DISPUTE)} value={category} onChange={setCategory} />
              </Field>
              <Field label="发生了什么" hint="什么时候、在哪里、怎么样，越具体越快" error={command.fields['what']}>
                <TextArea
                  label="发生了什么"
                  value={what}
                  maxLength={1000}
                  placeholder="例如：约 9 点，10 点半才到，已经过号了"
                  onChange={setWhat}
                />
              </Field>
              {command.error && <Note tone="danger">{command.error}</Note>}
            </>
          ) : (
            <Empty
              title={o.dispute ? '这一单已经提过异议' : '这一单现在不能提异议'}
              note="有事可以打电话给客服"
              action="看订单"
              onTap={() => replace(PAGE.order(id))}
            />
          )
        }
      </OrderGate>
    </Screen>
  )
}
