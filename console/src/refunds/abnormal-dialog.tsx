/**
 * The family's card is dead: the money goes to another card of hers, or to our own bank. Card number and name live in
 * this dialog's fields only: no cache, no store, no log; they are gone when it closes.
 */
import { useEffect, useId, useMemo, useRef, useState, type ReactElement } from 'react'
import { App, Input, Select } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import type { BankType, FinanceRefund } from '@banyi/contract/payments/refunds'
import { useClient } from '../api/api.ts'
import { createCommandIds } from '../api/command-id.ts'
import { isPassing, sentenceOf } from '../api/problems.ts'
import { RadioList } from '../ui/radio-list.tsx'
import { ReasonDialog, Refusal } from '../ui/reason-dialog.tsx'
import { bankNames } from '../words/finance.ts'
import { optionsOf } from '../words/labels.ts'
import { yuan } from '../words/money.ts'

interface Props {
  refund: FinanceRefund
  onClose: () => void
}
type Way = 'user-card' | 'our-bank'
const noCard = { bankType: null as BankType | null, cardNumber: '', realName: '' }

export function AbnormalDialog({ refund, onClose }: Props): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const idFor = useMemo(() => createCommandIds(), [])
  const [way, setWay] = useState<Way>('user-card')
  const [card, setCard] = useState(noCard)
  const [isSending, setSending] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const isThere = useRef(true)
  useEffect(() => {
    isThere.current = true
    return () => void (isThere.current = false)
  }, [])
  const cardNumber = card.cardNumber.replace(/\s/g, '')
  const realName = card.realName.trim()
  const amount = yuan(refund.amountFen)
  const blocked = way === 'our-bank' ? '' : whatIsMissing(card.bankType, cardNumber, realName)

  // not a mutation of the query cache: that would keep the card number as its variables after the dialog is gone
  const submit = async (reason: string): Promise<void> => {
    setSending(true)
    setProblem(null)
    try {
      const commandId = idFor({ way, ...card, reason })
      await client.payments.handleAbnormalRefund({
        params: { number: refund.number },
        body:
          way === 'our-bank' || card.bankType === null
            ? { to: 'our-bank', commandId, reason }
            : { to: 'user-card', commandId, reason, bankType: card.bankType, cardNumber, realName },
      })
      void queries.invalidateQueries({ queryKey: ['money'] })
      void message.success(way === 'our-bank' ? '已请微信退到平台银行户。' : '已请微信退到这张卡。')
      onClose()
    } catch (error) {
      if (isThere.current) setProblem(error)
    } finally {
      if (isThere.current) setSending(false)
    }
  }
  return (
    <ReasonDialog
      title={`处理退不回的 ${amount}`}
      submit={way === 'our-bank' ? `把 ${amount} 退到平台银行户` : `把 ${amount} 退到这张卡`}
      isDanger
      width={620}
      fields={
        <>
          <RadioList<Way>
            label="退到哪里"
            value={way}
            onChange={(next) => {
              setWay(next)
              setCard(noCard)
            }}
            options={[
              { value: 'user-card', label: '家属的另一张银行卡', note: '要有卡号和户名，当面或电话核对本人' },
              { value: 'our-bank', label: '平台的银行户', note: '之后由财务用银行转账付给家属，再登记流水号' },
            ]}
          />
          {way === 'user-card' && <CardFields card={card} onChange={setCard} />}
        </>
      }
      effects={
        blocked !== ''
          ? []
          : way === 'user-card'
            ? [
                `${amount} 由微信退到${card.bankType ? bankNames[card.bankType] : ''}尾号 ${cardNumber.slice(-4)} 的卡，户名 ${realName}。`,
                '填错会退到别人的卡里，追不回来。',
                '卡号只加密交给微信支付，平台不保存。',
              ]
            : [`${amount} 退到平台银行户，账上记为欠家属。`, '家属还没有收到钱：到账后要用银行转账付给家属并登记。']
      }
      reasons={way === 'user-card' ? ['家属原卡已注销，提供了新卡'] : ['家属没有可用的银行卡', '家属要求转到他人账户']}
      blocked={blocked}
      problem={
        problem !== null && (
          <Refusal>
            {sentenceOf(problem)}
            {isPassing(problem) && ' 可以放心再按一次，同一个操作只会执行一次。'}
          </Refusal>
        )
      }
      isSending={isSending}
      onSubmit={(reason) => void submit(reason)}
      onClose={onClose}
    />
  )
}

export const whatIsMissing = (bankType: BankType | null, cardNumber: string, realName: string): string => {
  if (bankType === null) return '先选开户银行。'
  if (!/^\d{12,19}$/.test(cardNumber)) return '卡号应为 12 到 19 位数字。'
  if (realName === '') return '请填户名。'
  return ''
}

interface CardProps {
  card: typeof noCard
  onChange: (card: typeof noCard) => void
}
function CardFields({ card, onChange }: CardProps): ReactElement {
  const id = useId()
  return (
    <div className="rule-fields">
      <div className="field full">
        <label htmlFor={`${id}-bank`}>开户银行</label>
        <Select<BankType>
          id={`${id}-bank`}
          placeholder="选银行"
          showSearch={{ optionFilterProp: 'label' }}
          value={card.bankType}
          options={optionsOf(bankNames)}
          onChange={(bankType) => onChange({ ...card, bankType })}
        />
      </div>
      <div className="field full">
        <label htmlFor={`${id}-name`}>户名</label>
        <Input
          id={`${id}-name`}
          autoComplete="off"
          maxLength={30}
          value={card.realName}
          onChange={(event) => onChange({ ...card, realName: event.target.value })}
        />
      </div>
      <div className="field full wide">
        <label htmlFor={`${id}-card`}>卡号</label>
        <Input
          id={`${id}-card`}
          autoComplete="off"
          inputMode="numeric"
          spellCheck={false}
          maxLength={24}
          value={card.cardNumber}
          onChange={(event) => onChange({ ...card, cardNumber: event.target.value })}
        />
        <span className="note">借记卡，不能是信用卡。</span>
      </div>
    </div>
  )
}
