import { View } from '@tarojs/components'
import type { FamilyOrder } from '@banyi/contract/orders'
import { api, useCommand } from '@/api'
import { toast } from '@/store/say'
import { Button, Card, Note } from '@/ui'
import './visit-code.scss'

/** Four digits that only the family sees: saying them to the companion proves that she met the right person. */
export function VisitCode({ order, onChanged }: { order: FamilyOrder; onChanged: (order: FamilyOrder) => void }) {
  const command = useCommand()
  if (!order.visitCode) return null
  const renew = async () => {
    const isDone = await command.run(async (commandId) =>
      onChanged(
        await api.orders.renewVisitCode({ params: { id: order.id }, body: { commandId, version: order.version } }),
      ),
    )
    if (isDone) toast('已换成新的就诊码')
  }
  return (
    <Card title="就诊码" tone={order.isVisitCodeLocked ? 'danger' : 'brand'}>
      {order.isVisitCodeLocked ? (
        <Note tone="danger">有人输错了三次，这个码已经停用。请确认身边的人是订单上的陪诊员，再换一个新码告诉她。</Note>
      ) : (
        <>
          <View className="visitcode" aria-label={`就诊码 ${[...order.visitCode].join(' ')}`}>
            {[...order.visitCode].map((digit, at) => (
              <View key={at} className="visitcode__digit">
                {digit}
              </View>
            ))}
          </View>
          <Note>见到陪诊员后，把这几个数字告诉她。不要提前发给别人。</Note>
        </>
      )}
      <Button kind={order.isVisitCodeLocked ? 'primary' : 'text'} loading={command.isBusy} onTap={() => void renew()}>
        换一个码
      </Button>
    </Card>
  )
}
