import { useState, type ReactElement } from 'react'
import { App } from 'antd'
import type { Claim } from '@banyi/contract/payments/fund'
import { useClient } from '../api/api.ts'
import { AmountField } from '../ui/amount-field.tsx'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { toFen, yuan } from '../words/money.ts'

export function RecoverDialog({ claim, onClose }: { claim: Claim; onClose: () => void }): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const max = claim.amountFen - claim.recoveredFen
  const [amount, setAmount] = useState<number | null>(max / 100)
  const fen = toFen(amount)
  const isValid = fen !== null && fen >= 1 && fen <= max
  return (
    <DecisionDialog<Claim>
      title="向责任陪诊员追偿"
      submit={isValid ? `追偿 ${yuan(fen)}` : '追偿'}
      isDanger
      fields={
        <AmountField
          label="一共追多少"
          amount={amount}
          max={max}
          hint={`最多 ${yuan(max)}（赔付 ${yuan(claim.amountFen)}，已追回 ${yuan(claim.recoveredFen)}）`}
          onChange={setAmount}
        />
      }
      effects={
        isValid
          ? [
              `从陪诊员的收入里扣回 ${yuan(fen)}，进赔付金。`,
              '余额不够的，以后每次结算按规则的比例接着扣，不会把余额扣成负数。',
              '本人会在收入明细和月结单里看到每一次扣款和原因。',
            ]
          : []
      }
      reasons={['责任已核实，本人已知情', '本人同意分期扣回']}
      readers="本人和审计"
      blocked={isValid ? '' : `请填 0.01 到 ${(max / 100).toFixed(2)} 之间的金额。`}
      payload={{ id: claim.id, version: claim.version, fen }}
      touches={[['money']]}
      call={(fields) =>
        client.payments.recoverClaim({
          params: { id: claim.id },
          body: { ...fields, version: claim.version, amountFen: fen ?? 0 },
        })
      }
      onDone={() => {
        void message.success('已登记追偿。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}
