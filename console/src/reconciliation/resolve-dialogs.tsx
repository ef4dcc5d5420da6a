import { useId, useState, type ReactElement } from 'react'
import { App, Select } from 'antd'
import type { Difference, Resolution } from '@banyi/contract/payments/reconciliation'
import { useClient } from '../api/api.ts'
import { DecisionDialog } from '../ui/decision-dialog.tsx'
import { RadioList } from '../ui/radio-list.tsx'
import { accounts, resolutions } from '../words/finance.ts'
import { keysOf } from '../words/labels.ts'
import { yuan } from '../words/money.ts'
import { gapOf } from './difference-table.tsx'

interface Props {
  difference: Difference
  onClose: () => void
}
/** where what stood in suspense may belong */
const targets = (difference: Difference): { value: string; label: string }[] => [
  ...(difference.orderId
    ? [{ value: `held:${difference.orderId}`, label: `${difference.orderNumber ?? '这一单'}的${accounts.held.name}` }]
    : []),
  ...(['bank', 'fee', 'commission', 'premium', 'fund'] as const).map((kind) => ({
    value: kind,
    label: `${accounts[kind].name}：${accounts[kind].what}`,
  })),
]

export function ProposeDialog({ difference, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const id = useId()
  const [resolution, setResolution] = useState<Resolution | null>(null)
  const [account, setAccount] = useState<string | undefined>()
  const wantsAccount = resolution === 'from-suspense'
  const blocked = resolution === null ? '先选一个办法。' : wantsAccount && !account ? '先选记到哪个账户。' : ''
  const gap = yuan(Math.abs(gapOf(difference)))
  return (
    <DecisionDialog<Difference>
      title="提出处理办法"
      submit="提出"
      width={620}
      fields={
        <>
          <RadioList<Resolution>
            label="怎么处理"
            value={resolution}
            onChange={setResolution}
            options={keysOf(resolutions).map((value) => ({
              value,
              label: resolutions[value].name,
              note: resolutions[value].effect,
            }))}
          />
          {wantsAccount && (
            <div className="field full">
              <label htmlFor={id}>记到哪个账户</label>
              <Select
                id={id}
                placeholder="选账户"
                value={account}
                onChange={setAccount}
                options={targets(difference)}
              />
            </div>
          )}
        </>
      }
      effects={
        resolution && blocked === ''
          ? [
              resolutions[resolution].effect,
              resolution === 'later' ? '账不会动。' : `金额 ${gap}。`,
              '现在只是提出；另一位财务同意后才算数。',
            ]
          : []
      }
      reasons={['晚到的回调已补记', '跨日，隔天账单里有', '已向微信支付客服核实']}
      readers="另一位财务和审计"
      blocked={blocked}
      payload={{ id: difference.id, version: difference.version, resolution, account }}
      touches={[['money']]}
      call={(fields) =>
        client.payments.proposeResolution({
          params: { id: difference.id },
          body: {
            ...fields,
            version: difference.version,
            resolution: resolution ?? 'later',
            ...(wantsAccount && account ? { account } : {}),
          },
        })
      }
      onDone={() => {
        void message.success('已提出，等另一位财务同意。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}

export function ApproveDialog({ difference, onClose }: Props): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const words = resolutions[difference.resolution ?? 'later']
  return (
    <DecisionDialog<Difference>
      title={`同意：${words.name}`}
      submit="同意并入账"
      isDanger
      effects={[
        words.effect,
        difference.resolution === 'later'
          ? '账不会动，这处差异结束。'
          : `入账 ${yuan(Math.abs(gapOf(difference)))}，这处差异结束。`,
        '入账后不能改。',
      ]}
      reasons={['已核对账单和分录', '与经办人当面核对']}
      readers="经办人和审计"
      payload={{ id: difference.id, version: difference.version }}
      touches={[['money']]}
      call={(fields) =>
        client.payments.approveResolution({
          params: { id: difference.id },
          body: { ...fields, version: difference.version },
        })
      }
      onDone={() => {
        void message.success('已同意，这处差异结束。')
        onClose()
      }}
      onClose={onClose}
    />
  )
}
