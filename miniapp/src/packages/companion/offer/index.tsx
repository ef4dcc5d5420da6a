import { useState } from 'react'
import { api, codeOf, useCommand, useRead } from '@/api'
import { ContractAgree, useAgreement } from '@/parts/contract-agree'
import { go, replace, useParam } from '@/parts/go'
import { openPlace } from '@/platform/place'
import { sayDistance } from '@/say/distance'
import { sayMinutes, saySpan } from '@/say/time'
import { SEGMENT } from '@/say/words'
import { toast } from '@/store/say'
import { useSession } from '@/store/session'
import {
  Button,
  Card,
  Display,
  ErrorState,
  Gap,
  List,
  Money,
  Note,
  Row,
  Screen,
  Side,
  Skeleton,
  Stack,
  Tag,
  Tags,
  goBack,
} from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'
import { IncomeCard } from '../parts/income-card'
import { ReasonSheet } from '../parts/reason-sheet'
import { ADD_ON, sayPatient } from '../parts/words'

const REASONS = ['时间不合适', '路太远', '身体不舒服', '不熟悉这类陪诊']

/** An open task: enough to decide, nothing about who it is. */
export default function Offer() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const {
    data: task,
    error,
    reload,
    set,
  } = useRead(token && id ? `task.${id}` : null, () => api.orders.getTask({ params: { id } }))
  const agreement = useAgreement(task?.contractVersion)
  const [isRefusing, setRefusing] = useState(false)
  const { run, isBusy } = useCommand((refusal) => {
    const code = codeOf(refusal)
    if (code === 'CONFLICT' || code === 'NOT_FOUND') reload()
    // the server speaks to families there
    if (code === 'TIME_TAKEN') toast('这段时间不在您的空闲里。请看看日历和每周服务时间。')
    return code === 'TIME_TAKEN'
  })
  const accept = async () => {
    if (!agreement.isAgreed) return toast('请先读一读《陪诊服务合同》，再勾选同意')
    await run(async (commandId) => {
      if (!task) return
      set(
        await api.orders.acceptTask({
          params: { id },
          body: { commandId, version: task.version, contractVersion: task.contractVersion },
        }),
      )
      toast('已接下，见面前请先给家属打个电话')
      replace(WORK.visit(id))
    })
  }
  const refuse = (reason: string) =>
    run(async (commandId) => {
      if (!task) return
      await api.orders.refuseTask({ params: { id }, body: { commandId, version: task.version, reason } })
      toast('好的，这一单不再给您看')
      goBack()
    })
  if (task && task.phase !== 'before-acceptance') {
    return (
      <Screen title="任务详情">
        <Card title="这一单您已接下">
          <Button kind="primary" onTap={() => replace(WORK.visit(id))}>
            打开任务
          </Button>
        </Card>
      </Screen>
    )
  }
  const minutes = task ? (Date.parse(task.endsAt) - Date.parse(task.startsAt)) / 60_000 : 0
  return (
    <Screen
      title="任务详情"
      footer={
        task && (
          <Stack gap={2}>
            <Button kind="primary" loading={isBusy} disabled={!task.can.accept} onTap={() => void accept()}>
              {task.can.accept ? '接下这一单' : '现在不能接'}
            </Button>
            {task.can.refuse && (
              <Button kind="text" onTap={() => setRefusing(true)}>
                不接
              </Button>
            )}
          </Stack>
        )
      }
      overlay={
        <ReasonSheet
          open={isRefusing}
          title="为什么不接"
          effect={
            task?.isChosenByFamily
              ? '家属点名请的您。不接的话，家属会收到消息，可以另选一位。'
              : '不接没有关系，平台会请别的陪诊员。'
          }
          reasons={REASONS}
          yes="确定不接"
          isBusy={isBusy}
          onClose={() => setRefusing(false)}
          onYes={(reason) => void refuse(reason)}
        />
      }
    >
      <Gate>
        {!task && (error ? <ErrorState message={error} onRetry={reload} kept="任务可能已被别人接走" /> : <Skeleton />)}
        {task && (
          <>
            <Card tone={task.isChosenByFamily ? 'warm' : 'plain'}>
              <Stack gap={2}>
                <Tags>
                  {task.isChosenByFamily && (
                    <Tag tone="warm" icon="user-heart">
                      家属指定您
                    </Tag>
                  )}
                  <Tag>{task.packageName}</Tag>
                  {task.addOns.map((addOn) => (
                    <Tag key={addOn}>{ADD_ON[addOn]}</Tag>
                  ))}
                </Tags>
                <Display>{saySpan(task.startsAt, task.endsAt)}</Display>
                <Side spread>
                  <Note>{`约 ${sayMinutes(minutes)}`}</Note>
                  <Money fen={task.incomeFen} big />
                </Side>
              </Stack>
            </Card>
            <IncomeCard income={task.income} />
            <List>
              <Row
                icon="building-hospital"
                title={task.hospital.name}
                note={[task.hospital.district, task.hospital.address].filter(Boolean).join(' · ')}
              />
              {task.hospital.location && (
                <Row
                  icon="map"
                  title="看地图"
                  note={task.distanceMeters === null ? '' : `直线 ${sayDistance(task.distanceMeters)}`}
                  onTap={() =>
                    task.hospital.location &&
                    openPlace({ ...task.hospital.location, name: task.hospital.name, address: task.hospital.address })
                  }
                />
              )}
              <Row
                icon="list-check"
                title="医院指南"
                note="楼层、挂号、药房"
                onTap={() => go(WORK.guide(task.hospital.id))}
              />
              <Row icon="user" title={sayPatient(task)} note={`服务类型：${SEGMENT[task.segment]}`} />
            </List>
            <Note>姓名、电话和具体病情，接下以后才能看到。</Note>
            <Gap size={3} />
            {task.can.accept && <ContractAgree agreement={agreement} act="接单" />}
          </>
        )}
      </Gate>
    </Screen>
  )
}
