/** The operator's commands on an order: what each of them shows before it is sent. */
import { useState, type ReactElement } from 'react'
import type { AvailableCompanion } from '@banyi/contract/companions'
import type { BornBy } from '@banyi/contract/orders/after-sales'
import type { OperatorOrder, OrderState } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { AmountField } from '../ui/amount-field.tsx'
import { toFen, yuan } from '../words/money.ts'
import { saySpan, sayTime } from '../words/time.ts'
import { CommandDialog } from './command-dialog.tsx'
import { CompanionPicker } from './companion-picker.tsx'
import { BornByField, companionSentence } from './dispute-dialogs.tsx'
import { refundableFen } from './what-changed.ts'

export interface DialogProps {
  order: OperatorOrder
  onDone: (sentence: string) => void
  onClose: () => void
}

/** before the meeting the new companion answers first; after it she goes on where the other stopped */
const isBeforeMeeting = (state: OrderState): boolean => ['paid', 'accepted', 'departed'].includes(state)

export function AssignDialog({ order, onDone, onClose }: DialogProps): ReactElement {
  const client = useClient()
  const [chosen, setChosen] = useState<AvailableCompanion | null>(null)
  const span = saySpan(order.startsAt, order.endsAt)
  const old = order.companionName
  return (
    <CommandDialog
      order={order}
      title={old ? '换一位陪诊员' : '指派陪诊员'}
      width={760}
      submit={chosen ? `${old ? '换成' : '指派'}${chosen.name}` : '指派'}
      fields={<CompanionPicker order={order} chosen={chosen} onChoose={setChosen} />}
      effects={
        chosen
          ? [
              old ? `陪诊员由${old}换成${chosen.name}。` : `${chosen.name}负责这一单。`,
              `${chosen.name}的 ${span} 被占用${old ? `，${old}的这段时间空出` : ''}。`,
              isBeforeMeeting(order.state)
                ? `等${chosen.name}确认接单；家属和陪诊员会收到通知，金额不变。`
                : `服务已经开始，${chosen.name}从现在这一步接着做；家属和陪诊员会收到通知，金额不变。`,
            ]
          : []
      }
      reasons={old ? ['原陪诊员临时有事', '家属希望换人', '路程太远'] : ['家属请平台安排', '临近开始还没有人接']}
      blocked={chosen ? '' : '先选一位陪诊员。'}
      payload={{ assign: chosen?.id }}
      call={(fields) =>
        client.orders.assignCompanion({ params: { id: order.id }, body: { ...fields, companionId: chosen?.id ?? '' } })
      }
      onDone={() => onDone(`已${old ? '换成' : '指派'}${chosen?.name ?? ''}，家属会收到通知。`)}
      onClose={onClose}
    />
  )
}

export function CancelDialog({ order, onDone, onClose }: DialogProps): ReactElement {
  const client = useClient()
  const preview = order.refundPreview
  const max = refundableFen(order)
  const suggested = Math.min(preview?.refundFen ?? 0, max)
  const [amount, setAmount] = useState<number | null>(suggested / 100)
  const fen = toFen(amount)
  const isValid = fen !== null && fen <= max
  const gap = (fen ?? 0) - suggested
  return (
    <CommandDialog
      order={order}
      title="取消订单"
      isDanger
      submit={isValid && fen > 0 ? `取消并退 ${yuan(fen)}` : '取消订单'}
      fields={
        max > 0 ? (
          <AmountField
            label="退给家属"
            amount={amount}
            max={max}
            onChange={setAmount}
            hint={preview?.sentence ?? `最多 ${yuan(max)}`}
          />
        ) : (
          <p className="muted">这一单没有可退的钱。</p>
        )
      }
      effects={[
        '订单关闭，不能恢复；家属要再约只能重新下单。',
        ...(isValid && max > 0 ? [`退 ${yuan(fen)} 到家属的微信，留下 ${yuan(max - fen)}。`] : []),
        ...(isValid && gap !== 0 ? [`比规则${gap > 0 ? '多' : '少'}退 ${yuan(Math.abs(gap))}，会写进记录。`] : []),
        ...(order.companionName
          ? [`${order.companionName}的 ${saySpan(order.startsAt, order.endsAt)} 空出，会收到通知。`]
          : []),
      ]}
      reasons={['家属来电取消', '没有合适的陪诊员', '医院停诊', '重复下单']}
      blocked={isValid ? '' : `退款应在 0 到 ${yuan(max)} 之间。`}
      payload={{ cancel: fen }}
      call={(fields) =>
        client.orders.cancelByOperator({ params: { id: order.id }, body: { ...fields, refundFen: fen ?? 0 } })
      }
      onDone={() => onDone(fen ? `订单已取消，${yuan(fen)} 正在退回家属的微信。` : '订单已取消。')}
      onClose={onClose}
    />
  )
}

export function RefundDialog({ order, onDone, onClose }: DialogProps): ReactElement {
  const client = useClient()
  const max = refundableFen(order)
  const [amount, setAmount] = useState<number | null>(null)
  const [bornBy, setBornBy] = useState<BornBy>('shared')
  const fen = toFen(amount)
  const isValid = fen !== null && fen >= 1 && fen <= max
  return (
    <CommandDialog
      order={order}
      title="部分退款"
      isDanger
      submit={isValid ? `退 ${yuan(fen)}` : '退款'}
      fields={
        <>
          <AmountField
            label="退多少"
            amount={amount}
            max={max}
            onChange={setAmount}
            hint={`最多 ${yuan(max)}（已付减去已退、退款中和保费）`}
          />
          <BornByField value={bornBy} onChange={setBornBy} />
        </>
      }
      effects={
        isValid
          ? [
              `${yuan(fen)} 退到家属的微信，一般几分钟到账。`,
              `退完还剩 ${yuan(max - fen)}，订单状态不变。`,
              ...companionSentence(order, fen, bornBy),
              '退出去的钱不能撤回。',
            ]
          : []
      }
      reasons={['服务时间缩短', '迟到补偿', '服务质量补偿', '多收了附加项']}
      blocked={isValid ? '' : `请填 0.01 到 ${(max / 100).toFixed(2)} 之间的金额。`}
      payload={{ refund: fen, bornBy }}
      call={(fields) =>
        client.orders.refundByOperator({ params: { id: order.id }, body: { ...fields, amountFen: fen ?? 0, bornBy } })
      }
      onDone={() => onDone(`${yuan(fen ?? 0)} 正在退回家属的微信。`)}
      onClose={onClose}
    />
  )
}

export function RenewCodeDialog({ order, onDone, onClose }: DialogProps): ReactElement {
  const client = useClient()
  return (
    <CommandDialog
      order={order}
      title="换就诊码"
      submit="换一个新码"
      effects={[
        '旧码立即失效，输错次数清零。',
        '新码只发给家属，运营看不到；请家属读给陪诊员。',
        `这一单 ${sayTime(order.startsAt)} 开始，其他都不变。`,
      ]}
      reasons={['输错三次被锁', '家属怀疑码被别人看到']}
      blocked=""
      payload={{ renew: true }}
      call={(fields) => client.orders.renewCodeByOperator({ params: { id: order.id }, body: fields })}
      onDone={() => onDone('就诊码已换，新码已发给家属。')}
      onClose={onClose}
    />
  )
}
