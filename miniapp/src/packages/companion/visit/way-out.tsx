import { useState } from 'react'
import type { Task } from '@banyi/contract/orders'
import { api, codeOf, useCommand } from '@/api'
import { replace } from '@/parts/go'
import { toast } from '@/store/say'
import { List, Row } from '@/ui'
import { WORK } from '../parts/addresses'
import { ReasonSheet } from '../parts/reason-sheet'

const HAND_OVER = ['突然生病', '家里有急事', '路上赶不到', '和别的任务撞上了']
const NO_SHOW = ['等了 30 分钟没有来', '电话打不通', '家属说今天不来了']

interface WayOutProps {
  task: Task
  onChanged: (task: Task) => void
  onReload: () => void
}

/** What goes another way than planned; both need an answer, so they need a network. */
export function WayOut({ task, onChanged, onReload }: WayOutProps) {
  const [sheet, setSheet] = useState<'hand-over' | 'no-show' | null>(null)
  const { run, isBusy } = useCommand((refusal) => {
    if (codeOf(refusal) === 'CONFLICT') onReload()
    return false
  })
  const params = { id: task.id }
  const handOver = (reason: string) =>
    run(async (commandId) => {
      await api.orders.handOverTask({ params, body: { commandId, version: task.version, reason } })
      toast('已转交，平台正在请别的陪诊员')
      replace(WORK.tasks)
    })
  const noShow = (reason: string) =>
    run(async (commandId) => {
      onChanged(await api.orders.reportPatientNoShow({ params, body: { commandId, version: task.version, reason } }))
      setSheet(null)
      toast('已记下就诊人没有来，家属会收到消息')
    })
  if (!task.can.handOver && !task.can.reportNoShow) return null
  return (
    <>
      <List>
        {task.can.handOver && (
          <Row
            icon="users"
            title="我来不了，转交"
            note="平台会请别的陪诊员，家属会收到消息"
            onTap={() => setSheet('hand-over')}
          />
        )}
        {task.can.reportNoShow && (
          <Row icon="clock" title="就诊人没有来" note="先打电话，再在这里记下" onTap={() => setSheet('no-show')} />
        )}
      </List>
      <ReasonSheet
        open={sheet === 'hand-over'}
        title="转交这一单"
        effect="转交后您不再看到这一单，这一单没有收入。不能收回。"
        reasons={HAND_OVER}
        yes="转交"
        isDanger
        isBusy={isBusy}
        onClose={() => setSheet(null)}
        onYes={(reason) => void handOver(reason)}
      />
      <ReasonSheet
        open={sheet === 'no-show'}
        title="就诊人没有来"
        effect="记下后这一单结束，不能收回，家属会收到消息。"
        reasons={NO_SHOW}
        yes="记下没有来"
        isDanger
        isBusy={isBusy}
        onClose={() => setSheet(null)}
        onYes={(reason) => void noShow(reason)}
      />
    </>
  )
}
