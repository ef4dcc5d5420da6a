import type { FamilyOrder } from '@banyi/contract/orders'
import type { Dispute } from '@banyi/contract/orders/after-sales'
import { api, codeOf, useCommand } from '@/api'
import { sayMoney } from '@/say/money'
import { sayTime } from '@/say/time'
import { DISPUTE } from '@/say/words'
import { ask, toast } from '@/store/say'
import { Body, Button, Card, Gap, Note } from '@/ui'

const titleOf = ({ state, decision }: Dispute): string => {
  if (state === 'open') return '平台正在处理您的异议'
  return decision === 'withdrawn' ? '异议已撤回' : '异议已处理'
}

/** What the family said is wrong, when an answer is promised, and the answer. */
export function DisputeCard({ order, onChanged }: { order: FamilyOrder; onChanged: () => void }) {
  const command = useCommand((refusal) => {
    if (codeOf(refusal) === 'CONFLICT') onChanged()
    return false
  })
  const { dispute } = order
  if (!dispute) return null
  const withdraw = async () => {
    const isSure = await ask({
      title: '撤回异议',
      text: '撤回以后，托管的费用按原来的约定结算。',
      yes: '撤回',
      no: '先不撤',
    })
    if (!isSure) return
    const isDone = await command.run(
      async (commandId) =>
        void (await api.orders.withdrawDispute({
          params: { id: order.id },
          body: { commandId, version: order.version },
        })),
    )
    if (!isDone) return
    toast('已撤回')
    onChanged()
  }
  const isOpen = dispute.state === 'open'
  return (
    <Card tone={isOpen ? 'warm' : 'plain'} title={titleOf(dispute)}>
      {isOpen && <Body>{`最晚 ${sayTime(dispute.answerBefore)} 答复您。处理完以前，费用不会给陪诊员。`}</Body>}
      <Note>{`${DISPUTE[dispute.category]}：${dispute.what}`}</Note>
      {dispute.answer && (
        <>
          <Gap size={2} />
          <Body>{`答复：${dispute.answer}`}</Body>
        </>
      )}
      {(dispute.refundFen ?? 0) > 0 && <Note tone="brand">{`退回 ${sayMoney(dispute.refundFen ?? 0)}`}</Note>}
      <Note>{sayTime(dispute.decidedAt ?? dispute.openedAt)}</Note>
      {isOpen && order.can.withdrawDispute && (
        <Button kind="text" loading={command.isBusy} onTap={() => void withdraw()}>
          撤回异议
        </Button>
      )}
    </Card>
  )
}
