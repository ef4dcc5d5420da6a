/** The rules of withdrawals: what holds now; a change is a new version with a reason. */
import { useId, useState, type ReactElement } from 'react'
import { App, Button, InputNumber } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { ReplyOf } from '@banyi/contract/endpoint'
import type { Contract } from '@banyi/contract/index'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Facts, PageHead } from '../ui/bits.tsx'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { useLeaveGuard } from '../ui/use-leave-guard.tsx'
import { sayTime } from '../words/time.ts'
import { changesOf, faultsOf, fields, rulesOf, say, typedOf } from './rule-fields.ts'

type Rules = ReplyOf<Contract['payments']['getPayoutRules']>

export function Component(): ReactElement {
  const client = useClient()
  const canKeep = useMay('keepBooks')
  const query = useQuery({
    queryKey: ['money', 'payout-rules'],
    queryFn: () => client.payments.getPayoutRules(),
    refetchOnWindowFocus: false,
  })
  return (
    <>
      <BackLink to="/finance/withdrawals" name="提现审批" />
      <Loaded query={query} title="提现规则" skeleton={<CardSkeleton rows={8} />}>
        {(current) => (
          <>
            <PageHead
              title="提现规则"
              lead={`第 ${current.version} 版，${current.changedBy || '系统'} ${sayTime(current.changedAt)} 定的。改后只影响新的提现。`}
            />
            {canKeep ? (
              <Editor key={current.version} current={current} />
            ) : (
              <Card title="现在的规则" extra={<span className="note">修改{whoMay('keepBooks')}</span>}>
                <Facts items={fields.map(({ key, name }) => [name, say(key, current.rules[key])] as const)} />
              </Card>
            )}
          </>
        )}
      </Loaded>
    </>
  )
}

function Editor({ current }: { current: Rules }): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const guard = useLeaveGuard()
  const id = useId()
  const [typed, setTyped] = useState(() => typedOf(current.rules))
  const [isSaving, setSaving] = useState(false)
  const rules = rulesOf(typed)
  const faults = rules ? faultsOf(rules) : ['有一项没有填。']
  const changes = rules ? changesOf(current.rules, rules) : []
  return (
    <div className="order-grid">
      <Card title={`在第 ${current.version} 版上修改`}>
        <div className="rule-fields">
          {fields.map(({ key, name, unit, note }) => (
            <div key={key} className="field full">
              <label htmlFor={`${id}-${key}`}>
                {name}
                {unit === 'hours' ? '（小时）' : unit === 'count' ? '（笔）' : '（元）'}
              </label>
              <InputNumber<number>
                id={`${id}-${key}`}
                value={typed[key]}
                min={0}
                precision={unit === 'fen' ? 2 : 0}
                prefix={unit === 'fen' ? '¥' : undefined}
                onChange={(value) => {
                  guard.hold()
                  setTyped((old) => ({ ...old, [key]: value }))
                }}
              />
              {note !== '' && <span className="note">{note}</span>}
            </div>
          ))}
        </div>
      </Card>
      <Card title="看一遍再保存">
        <div className="stack">
          <div className="effects" aria-live="polite">
            {changes.length === 0 ? (
              <p>还没有改动。</p>
            ) : (
              <ul>
                {changes.map((change) => (
                  <li key={change}>{change}</li>
                ))}
              </ul>
            )}
          </div>
          {faults.map((fault) => (
            <p key={fault} className="danger-text" role="alert">
              {fault}
            </p>
          ))}
          <Button type="primary" disabled={faults.length > 0 || changes.length === 0} onClick={() => setSaving(true)}>
            保存为第 {current.version + 1} 版
          </Button>
        </div>
      </Card>
      {isSaving && rules && (
        <DecisionDialog
          title={`提现规则第 ${current.version + 1} 版`}
          submit={`保存 ${changes.length} 处改动`}
          effects={[...changes, '马上生效；已经申请的提现不受影响。']}
          reasons={['风险控制', '微信支付限额调整', '陪诊员反馈']}
          payload={{ rules, version: current.version }}
          touches={[['money', 'payout-rules']]}
          call={(sent) => client.payments.setPayoutRules({ body: { ...sent, version: current.version, rules } })}
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
