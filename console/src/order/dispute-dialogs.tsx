/** Deciding a dispute and confirming for the family: what both sides get is said first. */
import { useState, type ReactElement } from 'react'
import type { BornBy } from '@banyi/contract/orders/after-sales'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { incomeAfter } from '../disputes/preview.ts'
import { AmountField } from '../ui/amount-field.tsx'
import { RadioList } from '../ui/radio-list.tsx'
import { bornByNames, disputeCategories } from '../words/after-sales.ts'
import { optionsOf } from '../words/labels.ts'
import { toFen, yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { CommandDialog } from './command-dialog.tsx'
import type { DialogProps } from './dialogs.tsx'
import { refundableFen } from './what-changed.ts'

const bornByNotes: Record<BornBy, string> = {
  shared: '陪诊员和平台按分成比例各少拿一点',
  platform: '陪诊员照拿，平台出',
  companion: '从陪诊员这一单的收入里出，最多扣到 0',
}
interface BornByProps {
  value: BornBy
  onChange: (value: BornBy) => void
}
export function BornByField({ value, onChange }: BornByProps): ReactElement {
  return (
    <RadioList<BornBy>
      label="退的钱谁承担"
      value={value}
      onChange={onChange}
      options={optionsOf(bornByNames).map((option) => ({ ...option, note: bornByNotes[option.value] }))}
    />
  )
}

/** 王秀珍得 ¥134.00（原来 ¥187.60） */
export const companionSentence = (order: OperatorOrder, refundFen: number, bornBy: BornBy): string[] => {
  const who = order.companionName ?? '陪诊员'
  const left = refundableFen(order)
  const now = incomeAfter(order, 0, 'shared', left)
  const then = incomeAfter(order, refundFen, bornBy, left)
  if (now === null || then === null) return []
  return [now === then ? `${who}得 ${yuan(then)}，不变。` : `${who}得约 ${yuan(then)}（不退款时 ${yuan(now)}）。`]
}

export function DecideDialog({ order, onDone, onClose }: DialogProps): ReactElement {
  const client = useClient()
  const [decision, setDecision] = useState<'release' | 'refund' | null>(null)
  const [amount, setAmount] = useState<number | null>(null)
  const [bornBy, setBornBy] = useState<BornBy>('shared')
  const { dispute } = order
  const max = refundableFen(order)
  const fen = decision === 'refund' ? toFen(amount) : 0
  const isValid = fen !== null && (decision === 'release' || (fen >= 1 && fen <= max))
  const blocked =
    decision === null ? '先选怎么处理。' : isValid ? '' : `请填 0.01 到 ${(max / 100).toFixed(2)} 之间的金额。`
  const isAll = decision === 'refund' && fen === max
  return (
    <CommandDialog
      order={order}
      title={`处理订单 ${order.number} 的异议`}
      width={640}
      isDanger
      submit={
        decision === 'refund' && isValid ? `退 ${yuan(fen)} 并答复` : decision === 'release' ? '照常结算并答复' : '答复'
      }
      fields={
        <>
          {dispute && (
            <div>
              <strong>{disputeCategories[dispute.category]}</strong>
              <p className="pre">{dispute.what}</p>
              <span className="note">
                {sayTime(dispute.openedAt)} 提出，答应 {sayTime(dispute.answerBefore)} 前答复
              </span>
            </div>
          )}
          <RadioList<'release' | 'refund'>
            label="怎么处理"
            value={decision}
            onChange={setDecision}
            options={[
              { value: 'release', label: '照常结算', note: '不退款，陪诊员照拿' },
              { value: 'refund', label: '退款', note: '退一部分或全部，其余结算' },
            ]}
          />
          {decision === 'refund' && (
            <>
              <AmountField label="退多少" amount={amount} max={max} hint={`最多 ${yuan(max)}`} onChange={setAmount} />
              <BornByField value={bornBy} onChange={setBornBy} />
            </>
          )}
        </>
      }
      effects={
        blocked === '' && fen !== null
          ? [
              fen > 0 ? `家属得 ${yuan(fen)}，原路退回微信${isAll ? '，这一单全退' : ''}。` : '家属不退款。',
              ...companionSentence(order, fen, bornBy),
              '结算马上继续，之后只能用赔付金补救。',
              '家属会收到下面的答复。',
            ]
          : []
      }
      label="答复"
      minReason={5}
      maxReason={500}
      reasons={[
        '经核实，陪诊员确实迟到，对不起，为您退还一部分费用。',
        '经核实，服务按约定完成，费用照常结算，感谢您的反馈。',
      ]}
      blocked={blocked}
      payload={{ decision, fen, bornBy }}
      call={async ({ reason, ...fields }) => {
        await client.orders.decideDispute({
          params: { id: order.id },
          body: { ...fields, decision: decision ?? 'release', refundFen: fen ?? 0, bornBy, answer: reason },
        })
        return client.orders.getBoardOrder({ params: { id: order.id } })
      }}
      onDone={() => onDone(fen ? `已答复，${yuan(fen)} 正在退回家属的微信。` : '已答复，照常结算。')}
      onClose={onClose}
    />
  )
}

export function ConfirmDialog({ order, onDone, onClose }: DialogProps): ReactElement {
  const client = useClient()
  return (
    <CommandDialog
      order={order}
      title="代家属确认完成"
      submit="确认并结算"
      effects={[
        '服务确认完成，托管的钱马上结算。',
        ...companionSentence(order, 0, 'shared'),
        '家属会收到通知；结算后再有问题，只能用赔付金补救。',
      ]}
      reasons={['家属来电确认', '家属不会用小程序，电话里已确认']}
      payload={{ confirm: true }}
      call={async (fields) => {
        await client.orders.confirmByOperator({ params: { id: order.id }, body: fields })
        return client.orders.getBoardOrder({ params: { id: order.id } })
      }}
      onDone={() => onDone('已代为确认，正在结算。')}
      onClose={onClose}
    />
  )
}
