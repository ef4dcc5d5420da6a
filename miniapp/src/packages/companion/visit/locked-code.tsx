import type { Task } from '@banyi/contract/orders'
import { go, PAGE } from '@/parts/go'
import { supportPhone } from '@/platform/config'
import { call } from '@/platform/phone'
import { Body, Button, Card, Stack } from '@/ui'

/** Three wrong codes: nothing is lost, and there are three ways on. */
export function LockedCode({ task, onReload }: { task: Task; onReload: () => void }) {
  const phone = supportPhone()
  const { familyPhone } = task
  return (
    <Card tone="warm" title="就诊码试错 3 次，已锁住">
      <Stack gap={3}>
        <Body>请家属在订单页点“换一个就诊码”，再报给您新的。联系不上家属，平台可以帮忙换。</Body>
        {familyPhone && (
          <Button kind="primary" icon="phone" onTap={() => call(familyPhone)}>
            打电话给家属
          </Button>
        )}
        {task.can.chat && (
          <Button icon="message-circle" onTap={() => go(PAGE.chat(task.id))}>
            发消息请家属换码
          </Button>
        )}
        {phone && (
          <Button icon="phone" onTap={() => call(phone)}>
            打电话给平台
          </Button>
        )}
        <Button kind="text" icon="refresh" onTap={onReload}>
          家属换好了，再试一次
        </Button>
      </Stack>
    </Card>
  )
}
