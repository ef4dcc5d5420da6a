/** A posting that a person proposes; another person of finance decides. */
import { useId, useState, type ReactElement } from 'react'
import { App, Input, Select } from 'antd'
import type { Proposal, ProposalKind } from '@banyi/contract/payments/finance'
import type { Posting } from '@banyi/contract/payments/shapes'
import { useClient } from '../api/api.ts'
import { AmountField } from '../ui/amount-field.tsx'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { sizeOf } from '../ui/postings.tsx'
import { proposalKinds } from '../words/finance.ts'
import { toFen, yuan } from '../words/money.ts'
import { PartyField } from './party-field.tsx'

interface Props {
  kind?: ProposalKind
  /** what is to be reversed */
  posting?: Posting
  onClose: () => void
}
const kindOptions = (Object.keys(proposalKinds) as ProposalKind[])
  .filter((kind) => kind !== 'reversal')
  .map((value) => ({ value, label: proposalKinds[value].name }))

export function ProposeDialog({ kind: first, posting, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const id = useId()
  const [kind, setKind] = useState<ProposalKind>(first ?? 'bank-withdrawal')
  const [amount, setAmount] = useState<number | null>(posting ? sizeOf(posting) / 100 : null)
  const [party, setParty] = useState<{ id: string; name: string } | null>(
    posting ? { id: posting.id, name: `${posting.kindName} ${yuan(sizeOf(posting))}` } : null,
  )
  const [reference, setReference] = useState(posting?.reference ?? '')
  const words = proposalKinds[kind]
  const fen = toFen(amount)
  const blocked =
    words.party !== 'none' && !party
      ? words.party === 'companion'
        ? '先选一位陪诊员。'
        : '先选出资方。'
      : fen === null || fen < 1
        ? '请填金额。'
        : reference.trim().length < 2
          ? `请填${words.reference}。`
          : ''
  const body = {
    kind,
    amountFen: fen ?? 0,
    party: words.party === 'none' ? null : (party?.id ?? null),
    reference: reference.trim(),
  }
  return (
    <DecisionDialog<Proposal>
      title={posting ? '提出更正' : '提出手工记账'}
      submit={blocked === '' ? `提出：${words.name} ${yuan(fen ?? 0)}` : '提出'}
      isDanger={posting !== undefined}
      width={640}
      fields={
        <>
          {!posting && (
            <div className="field full">
              <label htmlFor={`${id}-kind`}>记什么</label>
              <Select<ProposalKind>
                id={`${id}-kind`}
                value={kind}
                options={kindOptions}
                onChange={(next) => {
                  setKind(next)
                  setParty(null)
                }}
              />
            </div>
          )}
          {!posting && words.party !== 'none' && <PartyField kind={words.party} value={party} onChange={setParty} />}
          {posting ? (
            <p>
              {posting.kindName} {yuan(sizeOf(posting))}
              <span className="note"> {posting.sentence}</span>
            </p>
          ) : (
            <AmountField label="金额" amount={amount} hint={words.effect} onChange={setAmount} />
          )}
          <div className="field full">
            <label htmlFor={`${id}-reference`}>{words.reference}</label>
            <Input
              id={`${id}-reference`}
              value={reference}
              maxLength={60}
              autoComplete="off"
              onChange={(event) => setReference(event.target.value)}
            />
          </div>
        </>
      }
      effects={
        blocked === ''
          ? [
              `${words.name} ${yuan(fen ?? 0)}${party && !posting ? `，${party.name}` : ''}。`,
              words.effect,
              '现在只是提出，账还没有动；另一位财务同意后才入账。',
              ...(posting ? ['更正也是一笔分录，入账后不能删，也不能再更正。'] : []),
            ]
          : []
      }
      reasons={posting ? ['记错了账户', '记错了金额', '重复记账'] : ['按月度结算', '按合同约定', '补记遗漏']}
      readers="另一位财务和审计"
      blocked={blocked}
      payload={body}
      touches={[['money']]}
      call={(fields) => client.payments.proposePosting({ body: { ...body, ...fields } })}
      onDone={() => {
        void message.success('已提出，等另一位财务同意。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}
