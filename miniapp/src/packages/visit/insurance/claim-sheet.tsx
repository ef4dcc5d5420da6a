import { useState } from 'react'
import type { Policy } from '@banyi/contract/insurance'
import { api, useCommand } from '@/api'
import { today } from '@/say/time'
import { toast } from '@/store/say'
import { Button, DateField, Field, Sheet, TextArea } from '@/ui'

/** What happened, for the insurer. */
export function ClaimSheet({
  id,
  isOpen,
  insurer,
  onClose,
  onDone,
}: {
  id: string
  isOpen: boolean
  insurer: string
  onClose: () => void
  onDone: (policy: Policy) => void
}) {
  const [day, setDay] = useState(today)
  const [what, setWhat] = useState('')
  const command = useCommand()
  const report = () =>
    void command.run(async (commandId) => {
      const policy = await api.insurance.reportClaim({ params: { id }, body: { commandId, day, what: what.trim() } })
      toast('已转给保险公司，有消息会通知您')
      onDone(policy)
    })
  return (
    <Sheet
      open={isOpen}
      title="报案"
      onClose={onClose}
      footer={
        <Button kind="primary" loading={command.isBusy} disabled={!day || what.trim().length < 5} onTap={report}>
          {`转给${insurer}`}
        </Button>
      }
    >
      <Field label="哪一天" error={command.fields['day']}>
        <DateField label="哪一天" value={day} end={today()} onChange={setDay} />
      </Field>
      <Field label="发生了什么" hint="保险公司会打电话给您，请留好病历和票据" error={command.fields['what']}>
        <TextArea
          label="发生了什么"
          value={what}
          maxLength={1000}
          placeholder="例如：在门诊大厅滑倒，扭伤脚踝，拍了片子"
          onChange={setWhat}
        />
      </Field>
    </Sheet>
  )
}
