/** A reason dialog that sends a command: money, approvals, rules. */
import type { ReactElement } from 'react'
import type { QueryKey } from '@tanstack/react-query'
import { ReasonDialog, Refusal, type ReasonDialogProps } from './reason-dialog.tsx'
import { useCommand, type Problem } from './use-command.ts'

interface Props<T> extends Omit<ReasonDialogProps, 'problem' | 'isSending' | 'onSubmit'> {
  /** what the command says beside its reason; a version belongs in here */
  payload: unknown
  call: (fields: { commandId: string; reason: string }) => Promise<T>
  /** what is read again afterwards */
  touches: readonly QueryKey[]
  onDone: (answer: T) => void
}
export function DecisionDialog<T>({ payload, call, touches, onDone, ...dialog }: Props<T>): ReactElement {
  const command = useCommand<T>(touches, onDone)
  return (
    <ReasonDialog
      {...dialog}
      isSending={command.isSending}
      problem={command.problem && <Refused problem={command.problem} />}
      onSubmit={(reason) => command.run({ payload, reason }, (commandId) => call({ commandId, reason }))}
    />
  )
}

export function Refused({ problem }: { problem: Problem }): ReactElement {
  return (
    <Refusal>
      {problem.sentence}
      {problem.isRetrySafe && ' 可以放心再按一次，同一个操作只会执行一次。'}
      {problem.isStale && ' 页面已换成最新内容，看过后再决定。'}
    </Refusal>
  )
}
