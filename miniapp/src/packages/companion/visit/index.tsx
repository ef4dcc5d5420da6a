import { useEffect } from 'react'
import Taro, { useDidShow, usePullDownRefresh } from '@tarojs/taro'
import { View } from '@tarojs/components'
import { sendWaiting } from '@/api/visit-commands'
import { go, PAGE, replace, useParam } from '@/parts/go'
import { supportPhone } from '@/platform/config'
import { call } from '@/platform/phone'
import { saySpan } from '@/say/time'
import { Button, Card, ErrorState, Gap, List, Note, Row, Screen, Skeleton } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'
import { IncomeCard } from '../parts/income-card'
import { useTask, type Trouble } from '../parts/use-task'
import { useWhereabouts } from '../parts/use-whereabouts'
import { sayPatient } from '../parts/words'
import { LocationCard } from './location-card'
import { Hidden, PatientCard } from './patient-card'
import { PlaceCard } from './place-card'
import { ProgressCard } from './progress-card'
import { StepCard } from './step-card'
import { WayOut } from './way-out'
import '../parts/companion.scss'

/** The page she works with, from setting out to the report. */
export default function Visit() {
  const id = useParam('id')
  const { task, seen, error, isLoading, isKept, reload, set, trouble, forgetTrouble } = useTask(id)
  const { isKnown, isAgreed } = useWhereabouts(id, task?.can.sendLocation ?? false)
  useDidShow(() => void sendWaiting())
  usePullDownRefresh(reload)
  useEffect(() => {
    if (!isLoading) Taro.stopPullDownRefresh()
  }, [isLoading])
  useEffect(() => {
    if (!isLoading && task?.phase === 'before-acceptance') replace(WORK.offer(id))
  }, [task?.phase, isLoading, id])
  const title = task?.phase === 'over' ? '任务记录' : '陪诊中'

  if (!task || !seen) {
    return (
      <Screen title={title}>
        <Gate>
          {error ? <ErrorState message={error} kept="已记下的步骤都在手机里" onRetry={reload} /> : <Skeleton />}
        </Gate>
      </Screen>
    )
  }
  const { familyPhone } = task
  return (
    <Screen
      title={title}
      callFirst={familyPhone ? { name: '就诊人家属', phone: familyPhone } : null}
      footer={task.phase === 'visit' ? <Urgent /> : undefined}
    >
      <Gate>
        {trouble && <TroubleCard trouble={trouble} names={seen.steps} onClose={forgetTrouble} />}
        {isKept && <Note>没有连上，就诊人资料暂时看不到；步骤照常记，有网后自动发出。</Note>}
        <Note>{`${saySpan(task.startsAt, task.endsAt)} · ${task.packageName} · ${sayPatient(task)}`}</Note>
        <Gap size={2} />
        <StepCard task={task} seen={seen} mayLocate={isAgreed} onReload={reload} />
        <PatientCard task={task} />
        {task.can.sendLocation && isKnown && !isAgreed && <LocationCard taskId={id} />}
        {task.phase === 'over' && <Hidden />}
        <PlaceCard task={task} />
        <ProgressCard task={task} seen={seen} />
        <IncomeCard income={task.income} isDisputed={task.isDisputed} />
        <List>
          <Row icon="file-text" title="服务合同" note="约定了什么、PDF" onTap={() => go(PAGE.orderContract(id))} />
        </List>
        <WayOut task={task} onChanged={set} onReload={reload} />
      </Gate>
    </Screen>
  )
}

/** Always at the bottom, always the same two. */
function Urgent() {
  const phone = supportPhone()
  return (
    <View className="urgent">
      {phone && (
        <Button icon="phone" onTap={() => call(phone)}>
          打电话给平台
        </Button>
      )}
      <Button kind="danger" icon="ambulance" onTap={() => call('120')}>
        急救 120
      </Button>
    </View>
  )
}

/** Something she tapped was not taken: what happened, what of it has to be tapped again. */
function TroubleCard({
  trouble,
  names,
  onClose,
}: {
  trouble: Trouble
  names: readonly { kind: string; name: string }[]
  onClose: () => void
}) {
  const lost = trouble.dropped
    .map(({ deed }) => (deed.kind === 'milestone' ? names.find(({ kind }) => kind === deed.step)?.name : '服务报告'))
    .filter(Boolean)
  return (
    <Card tone="warm" title={trouble.words}>
      {lost.length > 0 && <Note>{`没有记上：${lost.join('、')}。请按现在的步骤再点一次。`}</Note>}
      <Button kind="text" onTap={onClose}>
        知道了
      </Button>
    </Card>
  )
}
