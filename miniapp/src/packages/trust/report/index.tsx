import { Fragment, useState } from 'react'
import type { TransparencyReport } from '@banyi/contract/transparency'
import { api, useRead } from '@/api'
import { go, PAGE } from '@/parts/go'
import { MonthStep, sayMonth } from '@/parts/month-step'
import { sayTime } from '@/say/time'
import { Body, Button, Card, Empty, ErrorState, Gap, List, Note, Row, Screen, Skeleton, Strong, Title } from '@/ui'
import { partsOf } from './figures'

/** What went wrong in a month and what was given back, for everybody to read. */
export default function Transparency() {
  const months = useRead('transparency', () => api.transparency.listReports())
  const [chosen, setChosen] = useState<string | null>(null)
  const known = [...(months.data?.months ?? [])].sort()
  const last = known.at(-1)
  const month = chosen ?? last ?? null
  const report = useRead(month ? `transparency.${month}` : null, () =>
    api.transparency.getReport({ params: { month: month ?? '' } }),
  )
  return (
    <Screen title="透明度报告">
      <Body sub>每个月出了多少意外情况、退了多少钱、赔了多少，都从账本里算出来，写在这里。</Body>
      <Gap size={3} />
      {!months.data &&
        (months.error ? <ErrorState message={months.error} onRetry={months.reload} /> : <Skeleton cards={1} />)}
      {months.data && known.length === 0 && <Empty title="还没有报告" note="第一个月过完就有" picture="papers" />}
      {month && last && (
        <>
          <MonthStep month={month} first={known[0] ?? month} last={last} onChange={setChosen} />
          <Gap size={3} />
          {!report.data &&
            (report.error ? <ErrorState message={report.error} onRetry={report.reload} /> : <Skeleton />)}
          {report.data && <Report report={report.data} />}
        </>
      )}
      <List>
        <Row icon="shield-check" title="先行赔付规则" note="什么情况赔、赔多少" onTap={() => go(PAGE.fundRules)} />
        <Row icon="file-text" title="合同查验" note="手里的合同是不是真的" onTap={() => go(PAGE.verify())} />
      </List>
    </Screen>
  )
}

const sayFaults = (perThousand: number): string =>
  perThousand === 0 ? '没有意外情况' : `每千单有 ${perThousand.toFixed(1)} 次意外情况`

function Report({ report }: { report: TransparencyReport }) {
  const [isOpen, setOpen] = useState(false)
  const { orders, incidents } = report
  return (
    <>
      <Card tone="brand">
        <Strong>
          {orders.paid === 0
            ? `${sayMonth(report.month)}没有付款的订单`
            : `${sayMonth(report.month)}有 ${orders.paid} 单付款，${sayFaults(incidents.perThousand)}`}
        </Strong>
        <Gap size={1} />
        <Note>
          {report.isFinal ? '这个月已经过完，数字不会再自己变。' : '这个月还没过完，数字每天更新。'}
          {`${sayTime(report.computedAt)} 算出。`}
        </Note>
      </Card>
      {partsOf(report).map(({ title, figures }) => (
        <Fragment key={title}>
          <Title>{title}</Title>
          <Gap size={2} />
          <List>
            {figures.map(({ name, value, note }) => (
              <Row key={name} title={name} note={note} value={value} />
            ))}
          </List>
          <Gap size={2} />
        </Fragment>
      ))}
      <Card title="这份报告的指纹">
        <Body>{report.fingerprint}</Body>
        <Button kind="text" onTap={() => setOpen(!isOpen)}>
          {isOpen ? '收起' : '指纹是怎么算的'}
        </Button>
        {isOpen && (
          <Note>
            把这个月的数字（不含何时算出）写成 JSON，名字按字母排序、不留空格，再算它的
            SHA-256。同样的数字，谁来算、算几次，都是这个指纹；改动任何一个数字，指纹就完全不同。想核对的人可以先记下它，以后再来比。
          </Note>
        )}
      </Card>
    </>
  )
}
