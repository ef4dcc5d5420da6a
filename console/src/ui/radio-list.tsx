/** A few choices, each with what it means. */
import { useId, type ReactElement, type ReactNode } from 'react'

interface Props<K extends string> {
  label: string
  value: K | null
  options: readonly { value: K; label: string; note?: ReactNode }[]
  onChange: (value: K) => void
}
export function RadioList<K extends string>({ label, value, options, onChange }: Props<K>): ReactElement {
  const id = useId()
  return (
    <div className="radio-list" role="radiogroup" aria-labelledby={id}>
      <span id={id} className="strong">
        {label}
      </span>
      {options.map((option) => (
        <label key={option.value} className={`choice plain ${value === option.value ? 'on' : ''}`}>
          <input type="radio" name={id} checked={value === option.value} onChange={() => onChange(option.value)} />
          <span>
            <strong>{option.label}</strong>
            {option.note && <span className="note">{option.note}</span>}
          </span>
        </label>
      ))}
    </div>
  )
}
