import { useId, useState, type ReactElement } from 'react'
import { App, Input } from 'antd'
import type { FinanceRefund } from '@banyi/contract/payments/refunds'
import { useClient } from '../api/api.ts'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { yuan } from '../words/money.ts'

interface Props {
  refund: FinanceRefund
  onClose: () => void
}

export function BankPaymentDialog({ refund, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const id = useId()
  const [reference, setReference] = useState('')
  const bankReference = reference.trim()
  return (
    <DecisionDialog<FinanceRefund>
      title="登记银行转账"
      submit={`已付 ${yuan(refund.amountFen)}`}
      fields={
        <div className="field full">
          <label htmlFor={id}>银行流水号</label>
          <Input
            id={id}
            value={reference}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => setReference(event.target.value)}
          />
        </div>
      }
      effects={[
        `${yuan(refund.amountFen)} 已由平台银行户付给家属，这笔退款到此结束。`,
        '账上同时记银行付出；登记后不能改。',
      ]}
      reasons={['已按家属提供的账户付款']}
      blocked={bankReference.length >= 4 ? '' : '请填银行流水号（至少 4 位）。'}
      payload={{ number: refund.number, bankReference }}
      touches={[['money'], ['order', refund.orderId]]}
      call={(fields) =>
        client.payments.recordBankRefund({ params: { number: refund.number }, body: { ...fields, bankReference } })
      }
      onDone={() => {
        void message.success('已登记，退款完成。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}

export function AgainDialog({ refund, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  return (
    <DecisionDialog<FinanceRefund>
      title="重新退一次"
      submit={`再退 ${yuan(refund.amountFen)}`}
      isDanger
      effects={[
        `用一个新的退款单号，再退 ${yuan(refund.amountFen)} 到家属的微信。`,
        '原来那笔已经失败，不会退两次。',
        '退出去的钱不能撤回。',
      ]}
      reasons={['微信支付已恢复', '商户余额已充足']}
      payload={{ again: refund.number }}
      touches={[['money'], ['order', refund.orderId]]}
      call={(fields) => client.payments.refundAgain({ params: { number: refund.number }, body: fields })}
      onDone={() => {
        void message.success('已重新发起退款。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}
