import type { ReactElement } from 'react'
import { App } from 'antd'
import type { Proposal } from '@banyi/contract/payments/finance'
import { useClient } from '../api/api.ts'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { proposalKinds } from '../words/finance.ts'
import { yuan } from '../words/money.ts'

interface Props {
  proposal: Proposal
  way: 'approve' | 'reject'
  onClose: () => void
}
export function DecideProposalDialog({ proposal, way, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const isApproval = way === 'approve'
  const what = `${proposal.kindName} ${yuan(proposal.amountFen)}`
  return (
    <DecisionDialog<Proposal>
      title={`${isApproval ? '同意' : '驳回'}：${what}`}
      submit={isApproval ? '同意并入账' : '驳回'}
      isDanger
      fields={
        <p>
          {proposal.createdBy}提出：{proposal.reason}
          <span className="note break"> {proposal.reference}</span>
        </p>
      }
      effects={
        isApproval
          ? [
              `${what}${proposal.partyName ? `，${proposal.partyName}` : ''}，马上入账。`,
              proposalKinds[proposal.kind].effect,
              '入账后不能改，只能再更正。',
            ]
          : ['账不会动。', '要记的话需要重新提出。']
      }
      reasons={isApproval ? ['已核对单据', '与银行流水一致'] : ['金额不对', '单据不全', '重复提出']}
      readers="提出的人和审计"
      payload={{ id: proposal.id, version: proposal.version, way }}
      touches={[['money']]}
      call={(fields) => {
        const input = { params: { id: proposal.id }, body: { ...fields, version: proposal.version } }
        return isApproval ? client.payments.approveProposal(input) : client.payments.rejectProposal(input)
      }}
      onDone={() => {
        void message.success(isApproval ? '已入账。' : '已驳回，账没有动。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}
