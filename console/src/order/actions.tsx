/** What this operator may do with this order now, and why not, where not. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import type { OperatorOrder } from '@banyi/contract/orders'
import { may, whoMay, type Deed } from '../app/duties.ts'
import { useOperator } from '../app/use-session.ts'
import { Card } from '../ui/bits.tsx'
import { CompensateDialog } from './compensate-dialog.tsx'
import { AssignDialog, CancelDialog, RefundDialog, RenewCodeDialog, type DialogProps } from './dialogs.tsx'
import { ConfirmDialog, DecideDialog } from './dispute-dialogs.tsx'

interface Action {
  key: keyof OperatorOrder['can']
  deed: Deed
  name: (order: OperatorOrder) => string
  Dialog: (props: DialogProps) => ReactElement
  isDanger?: boolean
  /** why the order's present state does not allow it */
  notNow: string
}
const actions: readonly Action[] = [
  {
    key: 'decideDispute',
    deed: 'decideDispute',
    name: () => '处理异议',
    Dialog: DecideDialog,
    notNow: '没有待处理的异议',
  },
  {
    key: 'assign',
    deed: 'assign',
    name: (order) => (order.companionName ? '换一位陪诊员' : '指派陪诊员'),
    Dialog: AssignDialog,
    notNow: '现在的状态不能换人',
  },
  {
    key: 'renewCode',
    deed: 'renewCode',
    name: () => '换就诊码',
    Dialog: RenewCodeDialog,
    notNow: '见面之后不再需要就诊码',
  },
  {
    key: 'confirm',
    deed: 'confirmOrder',
    name: () => '代为确认完成',
    Dialog: ConfirmDialog,
    notNow: '现在的状态不能确认',
  },
  { key: 'refund', deed: 'refund', name: () => '部分退款', Dialog: RefundDialog, notNow: '没有可退的钱' },
  {
    key: 'compensate',
    deed: 'openClaim',
    name: () => '提出赔付',
    Dialog: CompensateDialog,
    notNow: '结算之后才由赔付金赔',
  },
  {
    key: 'cancel',
    deed: 'cancel',
    name: () => '取消订单',
    Dialog: CancelDialog,
    isDanger: true,
    notNow: '现在的状态不能取消',
  },
]

export function Actions({ order, onDone }: { order: OperatorOrder; onDone: (sentence: string) => void }): ReactElement {
  const operator = useOperator()
  const [open, setOpen] = useState<Action | null>(null)
  const isUrgent = order.flags.includes('unassigned') || order.flags.includes('no-companion-urgent')
  const possible = actions.filter((action) => order.can[action.key] && may(operator, action.deed))
  const rest = actions.filter((action) => !possible.includes(action))
  const close = (): void => setOpen(null)
  return (
    <Card title="操作">
      {possible.length === 0 && <p className="muted">现在没有你可以做的操作。</p>}
      <ul className="actions">
        {possible.map((action) => (
          <li key={action.key}>
            <Button
              block
              type={(action.key === 'assign' && isUrgent) || action.key === 'decideDispute' ? 'primary' : 'default'}
              danger={action.isDanger === true}
              onClick={() => setOpen(action)}
            >
              {action.name(order)}
            </Button>
          </li>
        ))}
      </ul>
      {rest.length > 0 && (
        <ul className="not-now note" aria-label="现在不能做的">
          {rest.map((action) => (
            <li key={action.key}>
              {action.name(order)}：{may(operator, action.deed) ? action.notNow : whoMay(action.deed)}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <open.Dialog
          order={order}
          onClose={close}
          onDone={(sentence) => {
            close()
            onDone(sentence)
          }}
        />
      )}
    </Card>
  )
}
