import { useId, useState, type ReactElement } from 'react'
import { App, Input } from 'antd'
import type { Claim } from '@banyi/contract/payments/fund'
import { useClient } from '../api/api.ts'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { yuan } from '../words/money.ts'

/** from here on WeChat wants the real name of whoever gets a transfer */
const NAMED_FROM = 200_000

export type Way = 'approve' | 'reject' | 'retry'
interface Props {
  claim: Claim
  way: Way
  onClose: () => void
}

export const effectsOf = (claim: Claim, way: Way): string[] => {
  const amount = yuan(claim.amountFen)
  if (way === 'reject') return ['不赔付，赔付金不动。', '提出的人会看到原因，可以补充凭证后再提。']
  if (way === 'retry') return [`再付一次 ${amount} 给家属。`, '上一次没有付成，钱已回到赔付金，不会付两次。']
  const place = claim.approvals.length + 1
  const isLast = place >= claim.approvalsNeeded
  return [
    `你是第 ${place} 位批准的，共需要 ${claim.approvalsNeeded} 位。`,
    ...(isLast
      ? [
          `${amount} 马上从赔付金付给家属：先原路退回，不够的部分微信转账，由家属在微信里确认。`,
          claim.responsible === 'companion' ? '之后从责任陪诊员的收入里分次扣回。' : '不向陪诊员追偿。',
          '付出去的钱不能撤回。',
        ]
      : ['钱还不会动；另一位财务也批准后才付。']),
  ]
}
const words = {
  approve: { title: '批准', submit: '批准', reasons: ['凭证齐全，符合规则', '已电话向家属核实'] },
  reject: { title: '驳回', submit: '驳回', reasons: ['凭证不足', '不符合规则', '重复提出'] },
  retry: { title: '再付一次', submit: '再付一次', reasons: ['家属已确认能收款', '微信支付已恢复'] },
} as const

export function ClaimDialog({ claim, way, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const id = useId()
  const [name, setName] = useState('')
  const amount = yuan(claim.amountFen)
  const mayWantName = way !== 'reject' && claim.amountFen >= NAMED_FROM
  const payeeName = name.trim() || null
  return (
    <DecisionDialog<Claim>
      title={`${words[way].title}：${claim.ruleTitle} ${amount}`}
      submit={way === 'reject' ? '驳回' : `${words[way].submit} ${amount}`}
      isDanger
      fields={
        mayWantName && (
          <div className="field full">
            <label htmlFor={id}>收款家属的真实姓名</label>
            <Input
              id={id}
              value={name}
              maxLength={30}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
            <span className="note">微信转账满 ¥2,000.00 要核对姓名；全部原路退回时不用填。</span>
          </div>
        )
      }
      effects={effectsOf(claim, way)}
      reasons={words[way].reasons}
      readers="提出的人和审计"
      payload={{ id: claim.id, version: claim.version, way, payeeName }}
      touches={[['money'], ['order', claim.orderId]]}
      call={(fields) => {
        const params = { id: claim.id }
        const body = { ...fields, version: claim.version }
        if (way === 'reject') return client.payments.rejectClaim({ params, body })
        const payment = { params, body: { ...body, payeeName } }
        return way === 'approve' ? client.payments.approveClaim(payment) : client.payments.retryClaim(payment)
      }}
      onDone={(fresh) => {
        void message.success(
          way === 'reject'
            ? '已驳回。'
            : fresh.state === 'proposed'
              ? '已记下你的批准，等另一位财务。'
              : '已批准，正在付给家属。',
        )
        onClose()
      }}
      onClose={onClose}
    />
  )
}
