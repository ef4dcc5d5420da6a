/** Every dangerous action looks the same: its effect first, then a reason, then one button that says what it does. */
import { useState, type ReactElement, type ReactNode } from 'react'
import { Button, Input, Modal } from 'antd'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useOrderCommand, type CommandFields, type CommandProblem } from './use-order-command.ts'

interface Props {
  order: OperatorOrder
  title: string
  submit: string
  isDanger?: boolean
  width?: number
  /** choices that come before the effect, like picking a person */
  fields?: ReactNode
  /** sentences; empty while the choice is not made */
  effects: readonly string[]
  reasons: readonly string[]
  /** why the button cannot be pressed yet; empty when it can */
  blocked: string
  payload: unknown
  call: (fields: CommandFields & { reason: string }) => Promise<OperatorOrder>
  onDone: (fresh: OperatorOrder) => void
  onClose: () => void
}

export function CommandDialog(props: Props): ReactElement {
  const {
    order,
    title,
    submit,
    isDanger = false,
    width = 560,
    fields,
    effects,
    reasons,
    blocked,
    payload,
    call,
    onDone,
    onClose,
  } = props
  const [reason, setReason] = useState('')
  const command = useOrderCommand({ order, onDone })
  const isReasonGiven = reason.trim().length >= 2
  const hint = blocked !== '' ? blocked : isReasonGiven ? '' : '请写明原因（至少 2 个字），家属和审计会看到。'
  return (
    <Modal open title={title} width={width} onCancel={onClose} footer={null} mask={{ closable: false }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (hint === '' && !command.isSending)
            command.run({ payload, reason }, (ids) => call({ ...ids, reason: reason.trim() }))
        }}
      >
        {fields}
        <section className="effects" aria-label="会发生什么" aria-live="polite">
          <h3>会发生什么</h3>
          {effects.length === 0 ? (
            <p className="muted">{blocked}</p>
          ) : (
            <ul>
              {effects.map((effect) => (
                <li key={effect}>{effect}</li>
              ))}
            </ul>
          )}
        </section>
        <div className="field">
          <label htmlFor="command-reason">原因</label>
          <div className="chips">
            {reasons.map((preset) => (
              <button key={preset} type="button" className="chip button" onClick={() => setReason(preset)}>
                {preset}
              </button>
            ))}
          </div>
          <Input.TextArea
            id="command-reason"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={300}
            showCount
            autoSize={{ minRows: 2, maxRows: 5 }}
          />
        </div>
        {command.problem && <Problem problem={command.problem} />}
        <div className="row end">
          <span className="note grow" role="status">
            {hint}
          </span>
          <Button onClick={onClose}>不做了</Button>
          <Button type="primary" danger={isDanger} htmlType="submit" loading={command.isSending} disabled={hint !== ''}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Problem({ problem }: { problem: CommandProblem }): ReactElement {
  return (
    <div className="strip danger" role="alert">
      <div>
        <strong>没有执行。</strong>
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
      </div>
    </div>
  )
}
