/** A reason dialog that sends a command on an order and explains a refusal with what has changed meanwhile. */
import type { ReactElement } from 'react'
import type { OperatorOrder } from '@banyi/contract/orders'
import { ReasonDialog, Refusal, type ReasonDialogProps } from '../ui/reason-dialog.tsx'
import { useOrderCommand, type CommandFields, type CommandProblem } from './use-order-command.ts'

interface Props extends Omit<ReasonDialogProps, 'problem' | 'isSending' | 'onSubmit' | 'readers'> {
  order: OperatorOrder
  /** what the command says, beside its reason: a retry of the same keeps its commandId */
  payload: unknown
  call: (fields: CommandFields & { reason: string }) => Promise<OperatorOrder>
  onDone: (fresh: OperatorOrder) => void
}

export function CommandDialog({ order, payload, call, onDone, ...dialog }: Props): ReactElement {
  const command = useOrderCommand({ order, onDone })
  return (
    <ReasonDialog
      {...dialog}
      readers="家属和审计"
      isSending={command.isSending}
      problem={command.problem && <Problem problem={command.problem} />}
      onSubmit={(reason) => command.run({ payload, reason }, (fields) => call({ ...fields, reason }))}
    />
  )
}

function Problem({ problem }: { problem: CommandProblem }): ReactElement {
  return (
    <Refusal>
      {problem.sentence}
      {problem.isRetrySafe && ' 可以放心再按一次，同一个操作只会执行一次。'}
      {problem.changes.length > 0 && (
        <>
          <p>你打开后，订单有了变化：</p>
          <ul className="bullets">
            {problem.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
          <p>上面已是最新情况，看过后再决定。</p>
        </>
      )}
    </Refusal>
  )
}
