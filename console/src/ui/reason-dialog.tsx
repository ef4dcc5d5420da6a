/** Every dangerous action looks the same: its effect first, then a reason, then one button that says what it does. */
import { useId, useState, type ReactElement, type ReactNode } from 'react'
import { Button, Input, Modal } from 'antd'
import { useReturnFocus } from './use-return-focus.ts'

export interface ReasonDialogProps {
  title: string
  submit: string
  isDanger?: boolean
  width?: number
  /** choices that come before the effect, like picking a person */
  fields?: ReactNode
  /** sentences; empty while the choice is not made */
  effects: readonly string[]
  reasons: readonly string[]
  /** what is asked for: 原因, or an answer that somebody will read */
  label?: string
  minReason?: number
  /** who will read the reason */
  readers?: string
  maxReason?: number
  /** why the button cannot be pressed yet; empty when it can */
  blocked?: string
  problem: ReactNode
  isSending: boolean
  onSubmit: (reason: string) => void
  onClose: () => void
}

export function ReasonDialog(props: ReasonDialogProps): ReactElement {
  const {
    title,
    submit,
    isDanger = false,
    width = 560,
    fields,
    effects,
    reasons,
    label = '原因',
    minReason = 2,
    readers = '审计',
    maxReason = 300,
  } = props
  const { blocked = '', problem, isSending, onSubmit, onClose } = props
  const [reason, setReason] = useState('')
  const id = useId()
  useReturnFocus()
  const hint =
    blocked !== ''
      ? blocked
      : reason.trim().length >= minReason
        ? ''
        : `请写明${label}（至少 ${minReason} 个字），${readers}会看到。`
  return (
    <Modal open title={title} width={width} onCancel={onClose} footer={null} mask={{ closable: false }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (hint === '' && !isSending) onSubmit(reason.trim())
        }}
      >
        {fields}
        <section className="effects" aria-label="会发生什么" aria-live="polite">
          <h3>会发生什么</h3>
          {effects.length === 0 ? (
            <p>{blocked}</p>
          ) : (
            <ul>
              {effects.map((effect) => (
                <li key={effect}>{effect}</li>
              ))}
            </ul>
          )}
        </section>
        <div className="field">
          <label htmlFor={id}>{label}</label>
          <div className="chips">
            {reasons.map((preset) => (
              <button key={preset} type="button" className="chip button" onClick={() => setReason(preset)}>
                {preset}
              </button>
            ))}
          </div>
          <Input.TextArea
            id={id}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={maxReason}
            autoSize={{ minRows: 2, maxRows: 5 }}
          />
        </div>
        {problem}
        <div className="row end">
          <span className="note grow" role="status">
            {hint}
          </span>
          <Button onClick={onClose}>不做了</Button>
          <Button type="primary" danger={isDanger} htmlType="submit" loading={isSending} disabled={hint !== ''}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

export function Refusal({ children }: { children: ReactNode }): ReactElement {
  return (
    <div className="strip danger" role="alert">
      <div>
        <strong>没有执行。</strong>
        {children}
      </div>
    </div>
  )
}
