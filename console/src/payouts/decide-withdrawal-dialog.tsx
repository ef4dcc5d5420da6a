import type { ReactElement } from 'react'
import { App } from 'antd'
import type { FinanceTransfer } from '@banyi/contract/payments/payouts'
import { useClient } from '../api/api.ts'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { yuan } from '../words/money.ts'
import { approvalEffects } from './approval.ts'

interface Props {
  transfer: FinanceTransfer
  way: 'approve' | 'reject'
  onClose: () => void
}
export function DecideWithdrawalDialog({ transfer, way, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const isApproval = way === 'approve'
  const amount = yuan(transfer.amountFen)
  return (
    <DecisionDialog<FinanceTransfer>
      title={`${isApproval ? '批准' : '驳回'}${transfer.payeeName}提现 ${amount}`}
      submit={isApproval ? `批准提现 ${amount}` : '驳回'}
      isDanger={!isApproval}
      effects={
        isApproval
          ? approvalEffects(transfer)
          : [`${amount} 退回${transfer.payeeName}的余额，本人会收到通知和原因。`, '可以重新申请。']
      }
      reasons={isApproval ? ['已核对收入明细', '已电话确认本人申请'] : ['收入还在核对', '联系不上本人', '本人要求撤回']}
      readers={isApproval ? '审计' : '本人和审计'}
      payload={{ id: transfer.id, version: transfer.version, way }}
      touches={[['money']]}
      call={(fields) => {
        const input = { params: { id: transfer.id }, body: { ...fields, version: transfer.version } }
        return isApproval ? client.payments.approveWithdrawal(input) : client.payments.rejectWithdrawal(input)
      }}
      onDone={(fresh) => {
        void message.success(
          !isApproval
            ? '已驳回，钱已退回余额。'
            : fresh.state === 'awaiting-approval'
              ? '已记下你的批准，等另一位财务。'
              : '已批准，正在发给微信支付。',
        )
        onClose()
      }}
      onClose={onClose}
    />
  )
}
