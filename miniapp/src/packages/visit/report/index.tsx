import type { ReactNode } from 'react'
import { View } from '@tarojs/components'
import { api, useRead } from '@/api'
import { useParam } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { sayClock, sayDate, sayDay, sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { Button, ErrorState, Money, Note, Screen, Skeleton, Timeline } from '@/ui'
import './index.scss'

/** The visit on paper: readable on a phone and when printed in black and white. */
export default function ReportPage() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token && id ? `report.${id}` : null, () =>
    api.orders.getReport({ params: { id } }),
  )
  const spent = data?.expenses.reduce((sum, e) => sum + e.amountFen, 0) ?? 0
  return (
    <Screen
      title="服务报告"
      footer={
        data && process.env.TARO_ENV === 'h5' ? (
          <Button icon="printer" onTap={() => window.print()}>
            打印
          </Button>
        ) : undefined
      }
    >
      <SignedIn why="登录后可以看服务报告">
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton lines={5} />)}
        {data && (
          <View className="report">
            <View className="report__title">陪诊服务报告</View>
            <View className="report__meta">
              {data.patientName} · {data.hospitalName}
              {data.departmentName ? ` ${data.departmentName}` : ''}
            </View>
            <View className="report__meta">
              {data.startedAt ? `${sayDay(data.startedAt)} ${sayClock(data.startedAt)}` : ''}
              {data.finishedAt ? ` 至 ${sayClock(data.finishedAt)}` : ''} · 陪诊员 {data.companionName}
            </View>
            <Part title="这次办了什么">
              <View className="report__text">{data.summary}</View>
            </Part>
            {data.doctorsWords && (
              <Part title="医生的原话">
                <View className="report__quote">{data.doctorsWords}</View>
                <Note>由陪诊员当场记下，不是医嘱，请以病历为准。</Note>
              </Part>
            )}
            {data.medicines.length > 0 && (
              <Part title="带回来的药">
                {data.medicines.map((m, at) => (
                  <Line key={at} left={m.name} right={m.usage || '用法见药盒和处方'} />
                ))}
              </Part>
            )}
            {data.followUps.length > 0 && (
              <Part title="接下来要做的">
                {data.followUps.map((f, at) => (
                  <Line key={at} left={f.what} right={f.day ? sayDate(f.day) : '时间待定'} />
                ))}
              </Part>
            )}
            {data.expenses.length > 0 && (
              <Part title="在医院花的钱">
                {data.expenses.map((e, at) => (
                  <Line key={at} left={e.what} right={<Money fen={e.amountFen} />} />
                ))}
                <Line left="合计" right={<Money fen={spent} />} isSum />
              </Part>
            )}
            <Part title="全程记录">
              <Timeline
                items={data.timeline.map((t, at) => ({
                  key: String(at),
                  at: t.at,
                  words: t.sentence,
                  note: t.note || undefined,
                  state: t.isNotApplicable ? ('skipped' as const) : ('done' as const),
                }))}
              />
            </Part>
            <Note>
              订单号 {data.orderNumber}，{sayTime(data.submittedAt)}由{data.companionName}
              提交。陪诊员不作诊断，不改医嘱。
            </Note>
          </View>
        )}
      </SignedIn>
    </Screen>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <View className="report__part">
    <View className="report__heading">{title}</View>
    {children}
  </View>
)
const Line = ({ left, right, isSum = false }: { left: ReactNode; right: ReactNode; isSum?: boolean }) => (
  <View className={`report__line ${isSum ? 'report__line--sum' : ''}`}>
    <View className="report__left">{left}</View>
    <View className="report__right">{right}</View>
  </View>
)
