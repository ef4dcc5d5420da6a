import type { Report } from '@banyi/contract/orders'
import { sayDate, saySpan, sayTime } from '@/say/time'
import { Body, Card, Gap, List, Note, PriceLines, Row, Screen } from '@/ui'

/** As it was submitted; what is health data is no longer hers once the visit is over. */
export function ReportView({ report }: { report: Report }) {
  const total = report.expenses.reduce((sum, { amountFen }) => sum + amountFen, 0)
  return (
    <Screen title="服务报告">
      <Note>{`${sayTime(report.submittedAt)} 提交，订单 ${report.orderNumber}`}</Note>
      <Gap size={2} />
      <Card
        title={report.summary ? '经过' : '报告已交给家属'}
        aside={report.startedAt && report.finishedAt ? saySpan(report.startedAt, report.finishedAt) : ''}
      >
        <Body>{report.summary || '服务已经结束，病情和医嘱只有家属看得到，这里不再显示。'}</Body>
      </Card>
      {report.doctorsWords && (
        <Card title="医生的原话">
          <Body>{`“${report.doctorsWords}”`}</Body>
        </Card>
      )}
      {report.medicines.length > 0 && (
        <List>
          {report.medicines.map((medicine, at) => (
            <Row key={at} icon="pill" title={medicine.name} note={medicine.usage} />
          ))}
        </List>
      )}
      {report.followUps.length > 0 && (
        <List>
          {report.followUps.map((followUp, at) => (
            <Row
              key={at}
              icon="calendar-event"
              title={followUp.what}
              note={followUp.day ? sayDate(followUp.day) : '日期未定'}
            />
          ))}
        </List>
      )}
      {report.expenses.length > 0 && (
        <Card title="代付的费用">
          <PriceLines
            lines={report.expenses.map(({ what, amountFen }) => ({ title: what, fen: amountFen }))}
            totalFen={total}
          />
        </Card>
      )}
    </Screen>
  )
}
