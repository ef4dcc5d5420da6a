/** An amount in yuan; what a person types becomes fen by toFen. */
import { useId, type ReactElement } from 'react'
import { InputNumber } from 'antd'
import { yuan } from '../words/money.ts'

interface Props {
  label: string
  amount: number | null
  /** in fen */
  max?: number | undefined
  hint: string
  onChange: (amount: number | null) => void
}
export function AmountField({ label, amount, max, hint, onChange }: Props): ReactElement {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}（元）</label>
      <InputNumber<number>
        id={id}
        value={amount}
        min={0}
        precision={2}
        step={10}
        prefix="¥"
        onChange={onChange}
        style={{ width: 200 }}
      />
      <span className="note">
        {hint}
        {max !== undefined && amount !== null && amount * 100 > max + 0.5 ? `，已超过上限 ${yuan(max)}` : ''}
      </span>
    </div>
  )
}
