/** A claim for one order: the rule says how much at most and which proofs. */
import { useId, useState, type ReactElement } from 'react'
import { Input, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { Claim, FundRule } from '@banyi/contract/payments/fund'
import { useClient } from '../api/api.ts'
import { AmountField } from '../ui/amount-field.tsx'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { ErrorBox } from '../ui/states.tsx'
import { toFen, yuan } from '../words/money.ts'
import { whoBears } from '../words/finance.ts'
import { limitOf } from './limit.ts'

interface Props {
  orderId: string
  orderNumber: string
  /** the rules' shares are of what the family paid */
  paidFen: number
  onDone: (sentence: string) => void
  onClose: () => void
}

export function OpenClaimDialog({ orderId, orderNumber, paidFen, onDone, onClose }: Props): ReactElement {
  const client = useClient()
  const id = useId()
  const rules = useQuery({ queryKey: ['money', 'fund-rules'], queryFn: () => client.payments.getFundRules() })
  const [code, setCode] = useState<string | undefined>()
  const [amount, setAmount] = useState<number | null>(null)
  const [proofs, setProofs] = useState<Record<string, string>>({})
  const rule: FundRule | undefined = rules.data?.rules.find((candidate) => candidate.code === code)
  const max = rule ? limitOf(rule, paidFen) : 0
  const fen = toFen(amount)
  const given = rule
    ? rule.proofs.map((kind) => ({ kind, text: (proofs[kind] ?? '').trim() })).filter(({ text }) => text !== '')
    : []
  const blocked = !rule
    ? '先选是哪一种情况。'
    : fen === null || fen < 1 || fen > max
      ? `请填 0.01 到 ${(max / 100).toFixed(2)} 之间的金额。`
      : given.length < rule.proofs.length
        ? `还差凭证：${rule.proofs.filter((kind) => !given.some((proof) => proof.kind === kind)).join('、')}。`
        : ''
  return (
    <DecisionDialog<Claim>
      title={`订单 ${orderNumber}：提出赔付`}
      submit={blocked === '' ? `提出赔付 ${yuan(fen ?? 0)}` : '提出赔付'}
      width={640}
      fields={
        <>
          {rules.isError && <ErrorBox error={rules.error} onRetry={() => void rules.refetch()} />}
          <div className="field full">
            <label htmlFor={`${id}-rule`}>哪一种情况</label>
            <Select
              id={`${id}-rule`}
              placeholder="按规则选"
              loading={rules.isPending}
              value={code}
              onChange={setCode}
              options={(rules.data?.rules ?? []).map((option) => ({ value: option.code, label: option.title }))}
            />
            {rule && <span className="note">{rule.what}</span>}
          </div>
          {rule && (
            <>
              <AmountField
                label="赔多少"
                amount={amount}
                max={max}
                hint={`最多 ${yuan(max)}（实付 ${yuan(paidFen)} 的 ${rule.maxPercent}%，且不超过 ${yuan(rule.maxFen)}）`}
                onChange={setAmount}
              />
              {rule.proofs.map((kind) => (
                <div key={kind} className="field full">
                  <label htmlFor={`${id}-${kind}`}>凭证：{kind}</label>
                  <Input.TextArea
                    id={`${id}-${kind}`}
                    maxLength={500}
                    autoSize={{ minRows: 1, maxRows: 4 }}
                    value={proofs[kind] ?? ''}
                    onChange={(event) => setProofs((old) => ({ ...old, [kind]: event.target.value }))}
                  />
                </div>
              ))}
            </>
          )}
        </>
      }
      effects={
        rule && blocked === ''
          ? [
              `${rule.approvers} 位财务批准后，${yuan(fen ?? 0)} 在 ${rule.payWithinMinutes} 分钟内付给家属。`,
              `钱先由赔付金垫付，最后由${whoBears(rule.responsible)}。`,
              '现在只是提出，钱还没有动；你提出的你不能批准。',
            ]
          : []
      }
      reasons={['家属投诉，已核实', '陪诊员已承认', '系统记录可以证明']}
      readers="批准的人和审计"
      blocked={blocked}
      payload={{ orderId, code, fen, given }}
      touches={[['money'], ['order', orderId]]}
      call={(fields) =>
        client.payments.openClaim({
          body: { ...fields, orderId, ruleCode: code ?? '', amountFen: fen ?? 0, proofs: given },
        })
      }
      onDone={(claim) => {
        onDone(`赔付 ${claim.number} 已提出，等财务批准。`)
      }}
      onClose={onClose}
    />
  )
}
