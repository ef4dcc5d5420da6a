/** All the money at a glance: what needs a person, where it is and whose it is, what moved per day. */
import type { ReactElement } from 'react'
import { Button } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Overview } from '@banyi/contract/payments/finance'
import { useClient } from '../api/api.ts'
import { Card, PageHead } from '../ui/bits.tsx'
import { DayRange, isDay } from '../ui/day-range.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { yuan } from '../words/money.ts'
import { addDays, dayOf, sayTime } from '../words/time.ts'
import { Alarms } from './alarms.tsx'
import { Balances } from './balances.tsx'
import { FlowChart } from './flow-chart.tsx'
import { compare, daysBetween, everyDay, sumFlows } from './flows.ts'

const LENGTHS = [7, 14, 30]

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['from', 'to'])
  const today = dayOf(Date.now())
  const to = isDay(words.to) ? words.to : today
  const from = isDay(words.from) && words.from <= to ? words.from : addDays(to, -13)
  const length = daysBetween(from, to)
  const query = useQuery({
    queryKey: ['money', 'overview', from, to],
    queryFn: () => client.payments.getFinanceOverview({ query: { from, to } }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const before = useQuery({
    queryKey: ['money', 'overview', addDays(from, -length), addDays(from, -1)],
    queryFn: () =>
      client.payments.getFinanceOverview({ query: { from: addDays(from, -length), to: addDays(from, -1) } }),
    staleTime: 300_000,
  })
  return (
    <>
      <PageHead title="资金总览" lead={query.data && `${sayTime(query.data.at)} 的账`} />
      <Loaded query={query} skeleton={<OverviewSkeleton />}>
        {(overview) => (
          <div className="stack">
            <Alarms alarms={overview.alarms} />
            <Balances balances={overview.balances} />
            <Card title="每天的收支">
              <div className="row">
                <DayRange from={from} to={to} onChange={change} />
                {LENGTHS.map((days) => {
                  const isOn = to === today && length === days
                  return (
                    <Button
                      key={days}
                      type={isOn ? 'primary' : 'default'}
                      aria-pressed={isOn}
                      onClick={() => change({ from: addDays(today, 1 - days), to: today })}
                    >
                      {days} 天
                    </Button>
                  )
                })}
              </div>
              <Sums now={overview} before={before.data} length={length} />
              <FlowChart days={everyDay(overview.days, from, to)} />
            </Card>
            <p className="note">
              钱在微信支付最多托管 {overview.holdLimitDays} 天。快到期的订单会提前出现在「需要处理」里。
            </p>
          </div>
        )}
      </Loaded>
    </>
  )
}

const figures = [
  ['收到', 'paidFen'],
  ['退回家属', 'refundedFen'],
  ['结算给陪诊员和平台', 'releasedFen'],
  ['付给陪诊员', 'payoutFen'],
  ['手续费', 'feeFen'],
] as const

interface SumsProps {
  now: Overview
  before: Overview | undefined
  length: number
}
function Sums({ now, before, length }: SumsProps): ReactElement {
  const sums = sumFlows(now.days)
  const old = before && sumFlows(before.days)
  return (
    <div className="figures">
      {figures.map(([name, key]) => (
        <div key={key}>
          <span className="muted">{name}</span>
          <strong className="number">{yuan(sums[key])}</strong>
          <span className="note">{old ? compare(sums[key], old[key], length) : '\u00a0'}</span>
        </div>
      ))}
    </div>
  )
}

function OverviewSkeleton(): ReactElement {
  return (
    <div className="stack">
      <CardSkeleton rows={2} />
      <CardSkeleton rows={10} />
      <CardSkeleton rows={8} />
    </div>
  )
}
