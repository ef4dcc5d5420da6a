/** One day: the figures of both sides, what differs, and every line of the bills with its posting, order and person. */
import type { ReactElement } from 'react'
import { Button } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { ReconciledDay } from '@banyi/contract/payments/reconciliation'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { useMay } from '../app/use-session.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, PageHead } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { yuan } from '../words/money.ts'
import { sayTime, weekday } from '../words/time.ts'
import { BillLines } from './bill-lines.tsx'
import { DayDifferences } from './day-differences.tsx'
import { DayState } from './day-state.tsx'

export function Component(): ReactElement {
  const { day = '' } = useParams()
  const client = useClient()
  const queries = useQueryClient()
  const canKeep = useMay('keepBooks')
  const query = useQuery({
    queryKey: ['money', 'day', day],
    queryFn: () => client.payments.getReconciliation({ params: { day } }),
  })
  const run = useMutation({
    mutationFn: () => client.payments.reconcileDay({ body: { day } }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['money'] }),
  })
  return (
    <>
      <BackLink to="/finance/reconciliation" name="对账" />
      <Loaded query={query} title="对账" skeleton={<CardSkeleton rows={10} />}>
        {(result) => (
          <>
            <PageHead
              title={`${result.day} ${weekday(result.day)} 的对账`}
              lead={<DayState day={result} />}
              actions={
                canKeep && (
                  <Button loading={run.isPending} onClick={() => run.mutate()}>
                    再对一次
                  </Button>
                )
              }
            />
            {run.isError && (
              <div className="strip danger" role="alert">
                没有对成：{sentenceOf(run.error)}
              </div>
            )}
            <div className="stack">
              <Figures day={result} />
              {result.differences > 0 && <DayDifferences day={result.day} />}
              <Card title="账单明细">
                <BillLines day={result.day} />
              </Card>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}

function Figures({ day }: { day: ReconciledDay }): ReactElement {
  const { balanceHereFen: here, balanceThereFen: there } = day
  const figures: [string, string][] = [
    ['交易账单', `${day.tradeLines} 行`],
    ['资金账单', `${day.fundLines} 行`],
    ['对上', `${day.matched} 行`],
    ['差异', `${day.differences} 处，待处理 ${day.openDifferences}`],
    ['手续费', yuan(day.feeFen)],
  ]
  return (
    <Card
      title="两边"
      extra={
        <span className="note">
          {sayTime(day.checkedAt)} 对的，共对过 {day.runs} 次
        </span>
      }
    >
      <div className="against">
        <div>
          <span className="muted">我们账上，一天结束时</span>
          <strong className="number">{here === null ? '没有收支' : yuan(here)}</strong>
        </div>
        <div>
          <span className="muted">微信商户号，一天结束时</span>
          <strong className="number">{there === null ? '没有收支' : yuan(there)}</strong>
        </div>
      </div>
      {here !== null && there !== null && here !== there && (
        <p className="danger-text">
          我们比微信{here > there ? '多' : '少'} {yuan(Math.abs(here - there))}。
        </p>
      )}
      <div className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <span className="muted">{name}</span>
            <strong className="number">{value}</strong>
          </div>
        ))}
      </div>
    </Card>
  )
}
