import { useState } from 'react'
import { api, useCommand } from '@/api'
import { go, PAGE, restart, useParam } from '@/parts/go'
import { call } from '@/platform/phone'
import { pay } from '@/platform/pay'
import { openPlace } from '@/platform/place'
import { sayClock, saySpan, sayTime } from '@/say/time'
import { isUnderWay, SEX, toneOf } from '@/say/words'
import { ask, toast } from '@/store/say'
import { Body, Button, Display, Field, Gap, List, Note, Row, Screen, Sheet, Stack, Tag, TextArea } from '@/ui'
import { OrderGate } from '../parts/order-gate'
import { useOrder } from '../parts/use-order'
import { CompanionPart } from './companion-part'
import { Compensations } from './compensations'
import { DisputeCard } from './dispute-card'
import { MoneyCard } from './money-card'
import { Tip } from './tip'
import { VisitCode } from './visit-code'

export default function OrderPage() {
  const id = useParam('id')
  const isTipped = useParam('tip') === '1'
  const read = useOrder(id)
  const order = read.data
  const command = useCommand()
  const [isMissing, setMissing] = useState(false)
  const [reason, setReason] = useState('')

  const payNow = () =>
    order &&
    void command.run(async (commandId) => {
      const params = await api.orders.payOrder({ params: { id }, body: { commandId, version: order.version } })
      if ((await pay(params, PAGE.payResult(id))) !== 'away') restart(PAGE.payResult(id))
    })
  const confirm = async () => {
    if (!order) return
    const isSure = await ask({
      title: '确认服务已完成',
      text: '确认以后，托管的费用会付给陪诊员，不能再撤回。',
      yes: '确认完成',
      no: '再看看',
    })
    if (
      isSure &&
      (await command.run(async (commandId) =>
        read.set(await api.orders.confirmOrder({ params: { id }, body: { commandId, version: order.version } })),
      ))
    )
      toast('已确认，谢谢您')
  }
  const reportMissing = () =>
    order &&
    void command
      .run(async (commandId) =>
        read.set(
          await api.orders.reportCompanionNoShow({
            params: { id },
            body: { commandId, version: order.version, reason: reason.trim() },
          }),
        ),
      )
      .then((isDone) => isDone && setMissing(false))

  const footer = order?.can.pay ? (
    <Button kind="primary" loading={command.isBusy} onTap={payNow}>
      去付款
    </Button>
  ) : order?.can.confirm ? (
    <Button kind="primary" loading={command.isBusy} onTap={() => void confirm()}>
      确认服务已完成
    </Button>
  ) : order && isUnderWay(order.state) ? (
    <Button kind="primary" onTap={() => go(PAGE.live(id))}>
      看就诊进度
    </Button>
  ) : undefined

  const hasReport = order?.state === 'reported' || order?.state === 'confirmed'
  return (
    <Screen
      title="订单"
      footer={footer}
      callFirst={
        order?.companion?.phone ? { name: `陪诊员${order.companion.name}`, phone: order.companion.phone } : null
      }
      overlay={
        <Sheet
          open={isMissing}
          title="陪诊员没有来"
          onClose={() => setMissing(false)}
          footer={
            <Button kind="danger" loading={command.isBusy} disabled={reason.trim().length < 2} onTap={reportMissing}>
              告诉平台
            </Button>
          }
        >
          <Field label="现在是什么情况" hint="平台马上联系她，找不到人会另外安排或全额退款">
            <TextArea
              label="情况"
              small
              maxLength={300}
              value={reason}
              onChange={setReason}
              placeholder="例如：约 9 点，现在还没有到，电话没人接"
            />
          </Field>
        </Sheet>
      }
    >
      <OrderGate read={read}>
        {(o) => (
          <>
            <Tag tone={toneOf(o.state)}>{o.stateName}</Tag>
            <Gap size={1} />
            <Display>{o.nextSentence}</Display>
            {o.payBefore && o.can.pay && <Note tone="warm">这个时间为您保留到 {sayClock(o.payBefore)}</Note>}
            {o.autoConfirmAt && o.can.confirm && <Note>如果没有问题，{sayTime(o.autoConfirmAt)}会自动确认</Note>}
            <Gap size={4} />
            <DisputeCard order={o} onChanged={read.reload} />
            <Compensations order={o} onChanged={read.reload} />
            <VisitCode order={o} onChanged={read.set} />
            <CompanionPart order={o} />
            <List>
              <Row icon="clock" title={saySpan(o.startsAt, o.endsAt)} note={o.packageName} />
              <Row
                icon="building-hospital"
                title={o.hospital.name}
                note={[o.departmentName, `碰头：${o.meetingPoint}`].filter(Boolean).join(' · ')}
                onTap={
                  o.hospital.location
                    ? () =>
                        o.hospital.location &&
                        openPlace({ ...o.hospital.location, name: o.hospital.name, address: o.hospital.address })
                    : undefined
                }
              />
              <Row
                icon="user"
                title={o.patient.name}
                note={`${SEX[o.patient.sex]} · ${o.patient.ageYears} 岁${o.need ? ` · ${o.need}` : ''}`}
              />
            </List>
            <List>
              {o.timeline.length > 0 && (
                <Row
                  icon="list-check"
                  title="就诊进度"
                  note={o.timeline.at(-1)?.sentence}
                  onTap={() => go(PAGE.live(o.id))}
                />
              )}
              {o.can.chat && (
                <Row icon="message-circle" title="聊天" note="和陪诊员说话" onTap={() => go(PAGE.chat(o.id))} />
              )}
              {hasReport && (
                <Row
                  icon="file-text"
                  title="服务报告"
                  note="医生说了什么、用药、复诊"
                  onTap={() => go(PAGE.report(o.id))}
                />
              )}
              {o.insurance && (
                <Row
                  icon="shield-check"
                  title={`保险：${o.insurance.stateName}`}
                  note={[o.insurance.policyNumber && `保单号 ${o.insurance.policyNumber}`, o.insurance.sentence]
                    .filter(Boolean)
                    .join('，')}
                  onTap={() => go(PAGE.insurance(o.id))}
                />
              )}
              <Row
                icon="file-text"
                title="服务合同"
                note="约定了什么、谁同意的、PDF"
                onTap={() => go(PAGE.orderContract(o.id))}
              />
              <Row icon="link" title="亲情链接" note="让家人不用登录也能看进度" onTap={() => go(PAGE.links(o.id))} />
            </List>
            <MoneyCard order={o} />
            <Stack gap={2}>
              {o.can.reschedule && (
                <Button icon="calendar" onTap={() => go(PAGE.reschedule(o.id))}>
                  改时间
                </Button>
              )}
              {o.can.reportNoShow && (
                <Button kind="danger" onTap={() => setMissing(true)}>
                  陪诊员没有来
                </Button>
              )}
              {o.can.dispute && (
                <Button kind="text" icon="scale" onTap={() => go(PAGE.dispute(o.id))}>
                  对服务有异议
                </Button>
              )}
              <Tip order={o} isBack={isTipped} onChanged={read.reload} />
              {o.can.cancel && (
                <Button kind="text" onTap={() => go(PAGE.cancel(o.id))}>
                  取消订单
                </Button>
              )}
            </Stack>
            <Gap size={2} />
            <Body sub>
              <Note>
                订单号 {o.number}，{sayTime(o.createdAt)}预约
              </Note>
            </Body>
            {o.companion?.phone && o.state === 'no-show' && (
              <Button icon="phone" onTap={() => o.companion?.phone && call(o.companion.phone)}>
                打给陪诊员
              </Button>
            )}
          </>
        )}
      </OrderGate>
    </Screen>
  )
}
