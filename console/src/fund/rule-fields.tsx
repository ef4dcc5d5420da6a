/** One rule as fields. */
import { useId, type ReactElement, type ReactNode } from 'react'
import { Button, Input, InputNumber, Select } from 'antd'
import type { FundRule } from '@banyi/contract/payments/fund'
import { responsibleNames } from '../words/finance.ts'
import { optionsOf } from '../words/labels.ts'
import { toFen } from '../words/money.ts'

interface Props {
  rule: FundRule
  /** the code of a known rule is its identity and stays */
  isNew: boolean
  faultOf: (field: keyof FundRule) => string
  onChange: (rule: FundRule) => void
  onRemove: () => void
}
export function RuleFields({ rule, isNew, faultOf, onChange, onRemove }: Props): ReactElement {
  const id = useId()
  const set = (part: Partial<FundRule>): void => onChange({ ...rule, ...part })
  const field = (key: keyof FundRule, name: string, input: ReactNode, isWide = false): ReactElement => (
    <div className={`field full ${isWide ? 'wide' : ''}`}>
      <label htmlFor={`${id}-${key}`}>{name}</label>
      {input}
      {faultOf(key) !== '' && <span className="field-error">{faultOf(key)}</span>}
    </div>
  )
  return (
    <fieldset className="rule-card" aria-label={rule.title || '新规则'}>
      <div className="spread">
        <h3>{rule.title || '新规则'}</h3>
        <Button danger type="text" aria-label={`去掉${rule.title || '新规则'}`} onClick={onRemove}>
          去掉
        </Button>
      </div>
      <div className="rule-fields">
        {field(
          'title',
          '名称',
          <Input
            id={`${id}-title`}
            value={rule.title}
            maxLength={30}
            onChange={(event) => set({ title: event.target.value })}
          />,
        )}
        {field(
          'code',
          '代号',
          <Input
            id={`${id}-code`}
            value={rule.code}
            maxLength={31}
            disabled={!isNew}
            onChange={(event) => set({ code: event.target.value })}
          />,
        )}
        {field(
          'what',
          '发生了什么（家属读到的）',
          <Input.TextArea
            id={`${id}-what`}
            value={rule.what}
            maxLength={200}
            autoSize={{ minRows: 1, maxRows: 4 }}
            onChange={(event) => set({ what: event.target.value })}
          />,
          true,
        )}
        {field(
          'maxPercent',
          '按实付最多（%）',
          <InputNumber<number>
            id={`${id}-maxPercent`}
            value={rule.maxPercent}
            min={0}
            max={1000}
            precision={0}
            onChange={(value) => set({ maxPercent: value ?? 0 })}
          />,
        )}
        {field(
          'maxFen',
          '金额最多（元）',
          <InputNumber<number>
            id={`${id}-maxFen`}
            value={rule.maxFen / 100}
            min={0}
            precision={2}
            prefix="¥"
            onChange={(value) => set({ maxFen: toFen(value) ?? 0 })}
          />,
        )}
        {field(
          'approvers',
          '几位财务批准',
          <Select<number>
            id={`${id}-approvers`}
            value={rule.approvers}
            options={[1, 2].map((value) => ({ value, label: `${value} 位` }))}
            onChange={(value) => set({ approvers: value })}
          />,
        )}
        {field(
          'payWithinMinutes',
          '批准后多久付到（分钟）',
          <InputNumber<number>
            id={`${id}-payWithinMinutes`}
            value={rule.payWithinMinutes}
            min={1}
            max={1440}
            precision={0}
            onChange={(value) => set({ payWithinMinutes: value ?? 0 })}
          />,
        )}
        {field(
          'responsible',
          '责任方',
          <Select<FundRule['responsible']>
            id={`${id}-responsible`}
            value={rule.responsible}
            options={optionsOf(responsibleNames)}
            onChange={(value) => set({ responsible: value })}
          />,
        )}
        {field(
          'proofs',
          '要哪些凭证（输入后回车，一种一个）',
          <Select<string[]>
            id={`${id}-proofs`}
            mode="tags"
            value={rule.proofs}
            open={false}
            suffixIcon={null}
            tokenSeparators={['、', '，', ',']}
            onChange={(value) => set({ proofs: value.map((word) => word.trim()).filter((word) => word !== '') })}
          />,
          true,
        )}
      </div>
    </fieldset>
  )
}
