import { useId, useState, type ReactElement } from 'react'
import { App, Button, InputNumber } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import type { FundRule, FundRules } from '@banyi/contract/payments/fund'
import { useClient } from '../api/api.ts'
import { Card } from '../ui/bits.tsx'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { useLeaveGuard } from '../ui/use-leave-guard.tsx'
import { changesOf, faultsOf } from './rule-changes.ts'
import { RuleFields } from './rule-fields.tsx'

const blank: FundRule = {
  code: '',
  title: '',
  what: '',
  maxPercent: 100,
  maxFen: 50_000,
  proofs: [],
  approvers: 1,
  payWithinMinutes: 30,
  responsible: 'companion',
}
interface Props {
  version: number
  current: FundRules
}
export function RulesEditor({ version, current }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const guard = useLeaveGuard()
  const id = useId()
  const [draft, setDraft] = useState<FundRules>(() => structuredClone(onlyRules(current)))
  const [isSaving, setSaving] = useState(false)
  const change = (next: FundRules): void => {
    guard.hold()
    setDraft(next)
  }
  const setRule = (i: number, rule: FundRule | null): void =>
    change({ ...draft, rules: draft.rules.flatMap((old, at) => (at !== i ? [old] : rule ? [rule] : [])) })
  const faults = faultsOf(draft)
  const changes = changesOf(onlyRules(current), draft)
  const isWrong = Object.keys(faults).length > 0
  return (
    <div className="order-grid">
      <div className="stack">
        <Card title="提取与追偿">
          <div className="rule-fields">
            {(
              [
                ['sharePercent', '每单佣金提多少（%）'],
                ['recoveryPercent', '每次最多扣余额的多少（%）'],
              ] as const
            ).map(([key, name]) => (
              <div key={key} className="field full">
                <label htmlFor={`${id}-${key}`}>{name}</label>
                <InputNumber<number>
                  id={`${id}-${key}`}
                  value={draft[key]}
                  min={0}
                  max={100}
                  precision={0}
                  onChange={(value) => change({ ...draft, [key]: value ?? 0 })}
                />
                {faults[key] && <span className="field-error">{faults[key]}</span>}
              </div>
            ))}
          </div>
        </Card>
        <Card title={`规则 ${draft.rules.length} 条`}>
          <div className="stack">
            {draft.rules.map((rule, i) => (
              <RuleFields
                key={i}
                rule={rule}
                isNew={
                  !current.rules.some(({ code }) => code === rule.code) ||
                  draft.rules.findIndex(({ code }) => code === rule.code) !== i
                }
                faultOf={(field) => faults[`${i}.${field}`] ?? ''}
                onChange={(next) => setRule(i, next)}
                onRemove={() => setRule(i, null)}
              />
            ))}
            {faults['rules'] && <p className="danger-text">{faults['rules']}</p>}
            <Button
              icon={<PlusOutlined aria-hidden />}
              onClick={() => change({ ...draft, rules: [...draft.rules, blank] })}
            >
              新增一条
            </Button>
          </div>
        </Card>
      </div>
      <Card title="看一遍再保存" className="sticky">
        <div className="stack">
          <div className="effects" aria-live="polite">
            {changes.length === 0 ? (
              <p>还没有改动。</p>
            ) : (
              <ul>
                {changes.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
          </div>
          <span className="note" role="status">
            {isWrong && changes.length > 0 ? `有 ${Object.keys(faults).length} 处要改。` : ''}
          </span>
          <Button type="primary" disabled={isWrong || changes.length === 0} onClick={() => setSaving(true)}>
            保存为第 {version + 1} 版
          </Button>
        </div>
      </Card>
      {isSaving && (
        <DecisionDialog
          title={`赔付规则第 ${version + 1} 版`}
          submit={`保存 ${changes.length} 处改动`}
          width={640}
          effects={[...changes, '马上生效，家属能读到；已经提出的赔付按原来的规则。']}
          reasons={['按季度复核', '家属反馈', '法务建议']}
          payload={{ draft, version }}
          touches={[['money', 'fund-rules']]}
          call={(fields) => client.payments.setFundRules({ body: { ...fields, version, rules: draft } })}
          onDone={() => {
            guard.release()
            void message.success('新规则已生效。')
            setSaving(false)
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  )
}

/** the reply carries version and time beside the rules; the body must not */
const onlyRules = ({ sharePercent, recoveryPercent, rules }: FundRules): FundRules => ({
  sharePercent,
  recoveryPercent,
  rules,
})
