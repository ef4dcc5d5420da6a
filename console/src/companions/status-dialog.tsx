/** Suspending takes a companion out of every list at once; restoring puts her back. Both with a reason. */
import type { ReactElement } from 'react'
import { App } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CompanionRecord } from '@banyi/contract/companions'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { openStates } from '../board/filters.ts'
import { ReasonDialog, Refusal } from '../ui/reason-dialog.tsx'

export function StatusDialog({ record, onClose }: { record: CompanionRecord; onClose: () => void }): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const isActive = record.status === 'active'
  const status = isActive ? 'suspended' : 'active'
  // what hangs on her, so that nobody is left without a companion by surprise
  const open = useQuery({
    queryKey: ['board', 'of', record.id],
    queryFn: () =>
      client.orders.listBoard({ query: { companionId: record.id, state: openStates.join(','), limit: 1 } }),
    enabled: isActive,
  })
  const change = useMutation({
    mutationFn: (reason: string) =>
      client.companions.setCompanionStatus({ params: { id: record.id }, body: { status, reason } }),
    onSuccess: (saved) => {
      queries.setQueryData(['companion', record.id], saved)
      void queries.invalidateQueries({ queryKey: ['roster'] })
      void message.success(isActive ? `${record.name}已停用，不再接新单。` : `${record.name}已恢复，可以接单了。`)
      onClose()
    },
  })
  const openText = open.data
    ? open.data.total > 0
      ? `她还有 ${open.data.total} 单没有结束，不会自动换人，请到看板逐单处理。`
      : '她没有未结束的订单。'
    : '正在看她有没有未结束的订单。'
  return (
    <ReasonDialog
      title={isActive ? `停用${record.name}` : `恢复${record.name}`}
      submit={isActive ? '停用' : '恢复'}
      isDanger={isActive}
      maxReason={200}
      effects={isActive ? ['家属和调度马上选不到她，她也接不了新单。', openText] : ['家属和调度又可以选到她。']}
      reasons={isActive ? ['证件过期', '投诉调查中', '本人申请暂停'] : ['证件已更新', '调查已结束', '本人申请恢复']}
      readers="她本人和审计"
      problem={change.isError && <Refusal>{sentenceOf(change.error)}</Refusal>}
      isSending={change.isPending}
      onSubmit={(reason) => change.mutate(reason)}
      onClose={onClose}
    />
  )
}
