/** Several choices in a form. Ant Design's own group carries aria-required on role="group", which ARIA does not know. */
import type { ReactElement } from 'react'
import { Checkbox } from 'antd'

interface Props<K extends string> {
  label: string
  id?: string
  value?: K[]
  onChange?: (value: K[]) => void
  options: { value: K; label: string }[]
}
/** id, value and onChange come from Form.Item */
export function Choices<K extends string>({ label, id, value = [], onChange, options }: Props<K>): ReactElement {
  return (
    <div id={id} role="group" aria-label={label}>
      <Checkbox.Group<K> value={value} onChange={onChange} options={options} />
    </div>
  )
}
