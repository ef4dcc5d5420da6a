/** Our books against WeChat's bill of one day. */
import type { ReactElement } from 'react'
import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Reconciliation } from '@banyi/contract/payments'
import { useClient } from '../api/api.ts'
import { Card, PageHead } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { CardSkeleton, EmptyBox, ErrorBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { signedYuan, yuan } from '../words/money.ts'
import { addDays, dayOf, fullTime } from '../words/time.ts'

type Difference = Reconciliation['differences'][number]
const kinds: Record<Difference['kind'], { name: string; advice: string }> = {
  'missing-here': { name: '我们没有记', advice: '微信收到了钱，账上没有。先查是否有晚到的回调。' },
  'missing-there': { name: '微信没有', advice: '账上有，微信账单没有。可能跨日，隔天再对一次。' },
  amount: { name: '金额不同', advice: '两边都有，数目不同。请逐笔核对。' },
}
const money = (fen: number | null): string => (fen === null ? '—' : yuan(fen))

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['day'])
  const yesterday = addDays(dayOf(Date.now()), -1)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(words.day) ? words.day : yesterday
  const run = useMutation({ mutationFn: (wanted: string) => client.payments.reconcileDay({ body: { day: wanted } }) })
  return (
    <>
      <PageHead title="对账" lead="下载微信当天的账单，和账本一笔一笔对。账单在次日上午 10 点后才完整。" />
      <div className="stack">
        <div className="row">
          <DatePicker
            aria-label="对哪一天"
            allowClear={false}
            value={dayjs(day)}
            maxDate={dayjs(yesterday)}
            onChange={(picked) => {
              change({ day: picked?.format('YYYY-MM-DD') ?? '' })
              run.reset()
            }}
          />
          <Button type="primary" loading={run.isPending} onClick={() => run.mutate(day)}>
            对账
          </Button>
        </div>
        {run.isIdle && <EmptyBox title="还没有对这一天" hint="选好日期后点对账，一般几秒。重复对账不会改账。" />}
        {run.isPending && <CardSkeleton rows={6} label="正在对账" />}
        {run.isError && <ErrorBox error={run.error} onRetry={() => run.mutate(day)} />}
        {run.isSuccess && <Result result={run.data} />}
      </div>
    </>
  )
}

function Result({ result }: { result: Reconciliation }): ReactElement {
  const gap = result.differences.reduce((sum, d) => sum + (d.hereFen ?? 0) - (d.thereFen ?? 0), 0)
  return (
    <Card title={`${result.day} 的结果`} extra={<span className="note">{fullTime(result.checkedAt)} 对过</span>}>
      {result.differences.length === 0 ? (
        <div className="strip good" role="status">
          {result.rows === 0 ? '这一天没有收支，两边一致。' : `${result.rows} 笔全部一致。`}
        </div>
      ) : (
        <div className="stack">
          <div className="strip warn" role="status">
            {result.rows} 笔里有 {result.differences.length} 笔不一致，我们比微信{gap >= 0 ? '多' : '少'}{' '}
            {yuan(Math.abs(gap))}。
          </div>
          <DataTable<Difference>
            label="不一致的"
            rows={result.differences}
            rowKey={(row) => `${row.number} ${row.kind}`}
            minWidth={720}
            empty={null}
            columns={[
              {
                title: '单号',
                width: 200,
                render: (_v, row) => (
                  <Link to={`/orders?state=all&query=${encodeURIComponent(row.number)}`}>{row.number}</Link>
                ),
              },
              {
                title: '情况',
                render: (_v, row) => (
                  <>
                    {kinds[row.kind].name}
                    <span className="note">{kinds[row.kind].advice}</span>
                  </>
                ),
              },
              { title: '我们', width: 120, align: 'right', render: (_v, row) => money(row.hereFen) },
              { title: '微信', width: 120, align: 'right', render: (_v, row) => money(row.thereFen) },
              {
                title: '相差',
                width: 120,
                align: 'right',
                render: (_v, row) => signedYuan((row.hereFen ?? 0) - (row.thereFen ?? 0)),
              },
            ]}
          />
        </div>
      )}
    </Card>
  )
}
