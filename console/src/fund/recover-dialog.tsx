/** From whom and how much of a claim is taken back. The amount is all of it, with what was taken before. */
import { useState, type ReactElement } from 'react'
import { App } from 'antd'
import type { Claim } from '@banyi/contract/payments/fund'
import { useClient } from '../api/api.ts'
import { PartyField } from '../finance/party-field.tsx'
import { AmountField } from '../ui/amount-field.tsx'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { toFen, yuan } from '../words/money.ts'

export function RecoverDialog({ claim, onClose }: { claim: Claim; onClose: () => void }): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const [amount, setAmount] = useState<number | null>((claim.recoverFen || claim.amountFen) / 100)
  const [party, setParty] = useState<{ id: string; name: string } | null>(
    claim.companionId ? { id: claim.companionId, name: claim.companionName ?? '责任陪诊员' } : null,
  )
  const { amountFen: max, recoveredFen: min } = claim
  const fen = toFen(amount)
  const isValid = fen !== null && fen >= min && fen <= max
  const blocked = !party
    ? '先选责任陪诊员。'
    : isValid
      ? ''
      : `请填 ${(min / 100).toFixed(2)} 到 ${(max / 100).toFixed(2)} 之间的金额。`
  return (
    <DecisionDialog<Claim>
      title="向责任陪诊员追偿"
      submit={blocked === '' && fen !== null ? `一共追 ${yuan(fen)}` : '追偿'}
      isDanger
      fields={
        <>
          {min > 0 && party ? (
            <p>责任陪诊员：{party.name}（已经追回过，不能换人）</p>
          ) : (
            <PartyField kind="companion" value={party} onChange={setParty} />
          )}
          <AmountField
            label="一共追多少"
            amount={amount}
            max={max}
            hint={`赔付 ${yuan(max)}，已追回 ${yuan(min)}`}
            onChange={setAmount}
          />
        </>
      }
      effects={
        blocked === '' && fen !== null && party
          ? [
              `从${party.name}的收入里再扣 ${yuan(fen - min)}，进先行赔付金。`,
              '余额不够的，以后每次结算按规则的比例接着扣，不会把余额扣成负数。',
              '本人会在收入明细和月结单里看到每一次扣款和原因。',
            ]
          : []
      }
      reasons={['责任已核实，本人已知情', '本人同意分期扣回']}
      readers="本人和审计"
      blocked={blocked}
      payload={{ id: claim.id, version: claim.version, fen, party: party?.id }}
      touches={[['money']]}
      call={(fields) =>
        client.payments.recoverClaim({
          params: { id: claim.id },
          body: { ...fields, version: claim.version, amountFen: fen ?? 0, companionId: party?.id ?? null },
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
