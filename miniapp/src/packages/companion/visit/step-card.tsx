import { useState } from 'react'
import { View } from '@tarojs/components'
import type { Task } from '@banyi/contract/orders'
import { takeBack } from '@/api/visit-commands'
import { go } from '@/parts/go'
import { sayClock } from '@/say/time'
import { toast } from '@/store/say'
import { Body, Button, Card, Icon, Note } from '@/ui'
import { WORK } from '../parts/addresses'
import { ReasonSheet } from '../parts/reason-sheet'
import { STEP, sayTask } from '../parts/words'
import type { SeenTask } from '../seen-task'
import { CodeSheet } from './code-sheet'
import { LockedCode } from './locked-code'
import { recordStep } from './record-step'

const NOT_NEEDED = ['医生说这次不用', '家属已经办好', '就诊人不想做', '窗口今天不办']
/** a thumb that taps twice must not record two steps */
const REST = 1_200

interface StepCardProps {
  task: Task
  seen: SeenTask
  mayLocate: boolean
  onReload: () => void
}

/** The present step: what to mind, one big button, and the way round it when it is not needed. */
export function StepCard({ task, seen, mayLocate, onReload }: StepCardProps) {
  const [sheet, setSheet] = useState<'code' | 'skip' | null>(null)
  const [isResting, setResting] = useState(false)
  const { next } = seen
  const rest = () => {
    setResting(true)
    setTimeout(() => setResting(false), REST)
  }
  const skip = (reason: string) => {
    if (next) recordStep(task, next.kind, { reason }, mayLocate)
    setSheet(null)
    rest()
  }
  const tap = () => {
    if (!next) return
    if (next.kind === 'met') return setSheet('code')
    recordStep(task, next.kind, null, mayLocate)
    rest()
  }
  return (
    <>
      {next?.kind === 'met' && task.isVisitCodeLocked ? (
        <LockedCode task={task} onReload={onReload} />
      ) : next ? (
        <Card tone="brand">
          <View className="step__count">{`第 ${seen.steps.indexOf(next) + 1} 步，共 ${seen.steps.length} 步`}</View>
          <View className="step__name">{next.name}</View>
          {STEP[next.kind].mind.map((line) => (
            <View key={line} className="step__mind">
              <Icon name="check" size={16} />
              <View>{line}</View>
            </View>
          ))}
          <View className="step__button">
            <Button
              kind="primary"
              disabled={isResting || !(task.can.advance || seen.fresh || seen.delayed > 0)}
              onTap={tap}
            >
              {STEP[next.kind].button}
            </Button>
          </View>
          {!next.isRequired && (
            <Button kind="text" onTap={() => setSheet('skip')}>
              本次不需要
            </Button>
          )}
        </Card>
      ) : seen.isReportNext ? (
        <Card tone="brand">
          <View className="step__count">最后一步</View>
          <View className="step__name">写服务报告</View>
          <Body>家属在等：医生怎么说、拿了什么药、什么时候复诊。</Body>
          <View className="step__button">
            <Button kind="primary" onTap={() => go(WORK.report(task.id))}>
              写报告
            </Button>
          </View>
        </Card>
      ) : (
        <Card tone="brand" title={seen.isReportWaiting ? '报告已写好，有网后自动发出' : sayTask(task)}>
          {task.report && (
            <Button icon="file-text" onTap={() => go(WORK.report(task.id))}>
              看报告
            </Button>
          )}
        </Card>
      )}
      {seen.fresh && <Fresh seen={seen} />}
      <CodeSheet
        open={sheet === 'code' && !task.isVisitCodeLocked}
        task={task}
        mayLocate={mayLocate}
        onClose={() => setSheet(null)}
      />
      <ReasonSheet
        open={sheet === 'skip'}
        title={`本次不需要：${next?.name ?? ''}`}
        effect="记下以后不能再补这一步，家属会看到原因。"
        reasons={NOT_NEEDED}
        yes="记为不需要"
        isBusy={false}
        onClose={() => setSheet(null)}
        onYes={skip}
      />
    </>
  )
}

/** The last tap, while it may still be taken back. */
function Fresh({ seen }: { seen: SeenTask }) {
  const { fresh } = seen
  if (!fresh || fresh.deed.kind !== 'milestone') return null
  const { step } = fresh.deed
  const name = seen.steps.find(({ kind }) => kind === step)?.name ?? ''
  return (
    <View className="step__fresh">
      <Note>{`已记下：${name} ${sayClock(fresh.tappedAt)}`}</Note>
      <Button kind="text" size="small" onTap={() => !takeBack(fresh.commandId) && toast('已经发出，不能撤销了')}>
        撤销
      </Button>
    </View>
  )
}
