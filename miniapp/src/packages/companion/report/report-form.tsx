import { useState } from 'react'
import type { Task } from '@banyi/contract/orders'
import { newId } from '@/api'
import { outcomeOf, record } from '@/api/visit-commands'
import { sayProblem } from '@/api/problem'
import { dayOf } from '@/say/time'
import { ask, toast } from '@/store/say'
import { Button, Card, DateField, Field, Gap, Note, Screen, TextArea, TextInput, goBack } from '@/ui'
import { type Draft, type Faults, keepDraft, readDraft, recallDraft } from './draft'
import { Lines } from './lines'

const PATIENCE = 8_000

export function ReportForm({ task, isAllowed }: { task: Task; isAllowed: boolean }) {
  const [draft, setDraft] = useState(() => recallDraft(task.id))
  const [today] = useState(() => dayOf(Date.now()))
  const [faults, setFaults] = useState<Faults>({})
  const [isBusy, setBusy] = useState(false)
  const change = (part: Partial<Draft>) => {
    // from the latest, not from what this drawing knew: two fields may change between two drawings
    setDraft((latest) => {
      const next = { ...latest, ...part }
      keepDraft(task.id, next)
      return next
    })
  }
  const submit = async () => {
    const { report, faults: found } = readDraft(draft)
    setFaults(found)
    const first = Object.values(found)[0]
    if (first) return toast(first)
    if (
      !(await ask({
        title: '提交服务报告',
        text: '提交后家属马上看到，不能再改。医生的话请再核对一遍。',
        yes: '提交',
        no: '再看看',
      }))
    )
      return
    setBusy(true)
    const commandId = newId()
    record(
      {
        commandId,
        taskId: task.id,
        deed: { kind: 'report', report },
        tappedAt: new Date().toISOString(),
        startsAt: task.startsAt,
      },
      task.version,
    )
    const outcome = await outcomeOf(commandId, PATIENCE)
    setBusy(false)
    if (outcome !== 'waiting' && outcome.outcome === 'refused') return toast(sayProblem(outcome.error))
    if (outcome !== 'waiting' && outcome.outcome === 'stale') return toast('任务有了新情况，报告还在，请再提交一次')
    toast(outcome === 'waiting' ? '没有网络，报告已存好，有网后自动发出' : '报告已提交，家属可以看到了')
    goBack()
  }
  return (
    <Screen
      title="写服务报告"
      footer={
        <Button kind="primary" loading={isBusy} disabled={!isAllowed} onTap={() => void submit()}>
          {isAllowed ? '提交报告' : '服务结束后才能提交'}
        </Button>
      }
    >
      <Note>写到一半可以离开，内容会留在这部手机里。</Note>
      <Gap size={2} />
      <Card title="经过">
        <Field label="这次看病的经过" error={faults['summary']} hint="看了什么科、做了什么检查、人怎么样">
          <TextArea
            label="这次看病的经过"
            value={draft.summary}
            onChange={(summary) => change({ summary })}
            maxLength={2000}
          />
        </Field>
        <Field label="医生的原话" optional hint="照实记，一字不改；不写自己的看法">
          <TextArea
            label="医生的原话"
            value={draft.doctorsWords}
            onChange={(doctorsWords) => change({ doctorsWords })}
            maxLength={2000}
          />
        </Field>
      </Card>
      <Lines
        title="药"
        hint="按药盒和医嘱写"
        add="加一种药"
        max={30}
        lines={draft.medicines}
        empty={{ name: '', usage: '' }}
        errorOf={(at) => faults[`medicines.${at}`]}
        onChange={(medicines) => change({ medicines })}
        render={(line, put, at) => (
          <>
            <TextInput
              label={`药 ${at + 1} 药名`}
              placeholder="药名和规格"
              value={line.name}
              maxLength={60}
              onChange={(name) => put({ name })}
            />
            <TextInput
              label={`药 ${at + 1} 用法`}
              placeholder="用法，例如：每天 1 次，早饭后"
              value={line.usage}
              maxLength={200}
              onChange={(usage) => put({ usage })}
            />
          </>
        )}
      />
      <Lines
        title="之后要做的"
        hint="复诊、取报告、检查"
        add="加一件事"
        max={20}
        lines={draft.followUps}
        empty={{ what: '', day: '' }}
        errorOf={(at) => faults[`followUps.${at}`]}
        onChange={(followUps) => change({ followUps })}
        render={(line, put, at) => (
          <>
            <TextInput
              label={`之后 ${at + 1} 要做什么`}
              placeholder="例如：心内科复诊"
              value={line.what}
              maxLength={200}
              onChange={(what) => put({ what })}
            />
            <DateField
              label={`之后 ${at + 1} 日期`}
              placeholder="哪一天，可不选"
              value={line.day}
              start={today}
              onChange={(day) => put({ day })}
            />
          </>
        )}
      />
      <Lines
        title="代付的费用"
        hint="有票据的才写"
        add="加一笔费用"
        max={30}
        lines={draft.expenses}
        empty={{ what: '', yuan: '' }}
        errorOf={(at) => faults[`expenses.${at}`]}
        onChange={(expenses) => change({ expenses })}
        render={(line, put, at) => (
          <>
            <TextInput
              label={`费用 ${at + 1} 名目`}
              placeholder="例如：挂号费"
              value={line.what}
              maxLength={60}
              onChange={(what) => put({ what })}
            />
            <TextInput
              label={`费用 ${at + 1} 金额`}
              placeholder="金额，元"
              value={line.yuan}
              maxLength={9}
              onChange={(yuan) => put({ yuan })}
              aside={<Note>元</Note>}
            />
          </>
        )}
      />
    </Screen>
  )
}
