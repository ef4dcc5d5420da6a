/** A new price version: edit, see every change against the present one, then publish for a time to come. */
import { useState, type ReactElement } from 'react'
import { App, Button, Checkbox, DatePicker, InputNumber } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { PriceList } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { Card, PageHead } from '../ui/bits.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import { useLeaveGuard } from '../ui/use-leave-guard.tsx'
import { signedYuan, toFen, yuan } from '../words/money.ts'
import { addDays, dayOf, sayTime, shanghaiInstant } from '../words/time.ts'
import { isSuspicious, listAt, onlyChanged, priceChanges, priceLines } from './price-lines.ts'

export function Component(): ReactElement {
  const client = useClient()
  const query = useQuery({
    queryKey: ['prices'],
    queryFn: () => client.orders.listPriceVersions({ query: {} }),
    refetchOnWindowFocus: false,
  })
  return (
    <>
      <PageHead title="发布新价目" lead="发布后不能改，只能再发一版。已经下的单不受影响。" />
      <Loaded query={query} skeleton={<CardSkeleton rows={14} />}>
        {({ items }) => {
          const current = listAt(items, Date.now()) ?? items[0]
          return current ? <Editor current={current} /> : <EmptyBox title="还没有价目可以参照" />
        }}
      </Loaded>
    </>
  )
}

function Editor({ current }: { current: PriceList }): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const guard = useLeaveGuard()
  const base = priceLines(current)
  const [typed, setTyped] = useState<Record<string, number | null>>(() =>
    Object.fromEntries(base.map(({ key, fen }) => [key, fen / 100])),
  )
  const [from, setFrom] = useState<Dayjs | null>(() => dayjs(`${addDays(dayOf(Date.now()), 1)}T00:00:00`))
  const [isSure, setSure] = useState(false)

  const lines = base.map((line) => ({ ...line, fen: toFen(typed[line.key]) ?? -1 }))
  const changes = onlyChanged(priceChanges(current, lines))
  // the picker shows a wall clock; whatever the machine's zone, it means Shanghai
  const effectiveFrom = from ? shanghaiInstant(from.format('YYYY-MM-DD'), from.format('HH:mm')) : null
  const fenOf = (key: string): number => lines.find((line) => line.key === key)?.fen ?? 0
  const suspicious = changes.filter(isSuspicious)
  const blocked = lines.some(({ fen }) => fen < 0)
    ? '有价格没有填。'
    : changes.length === 0
      ? '和现在的价目一样，没有要发布的。'
      : effectiveFrom === null
        ? '请选择什么时候生效。'
        : Date.parse(effectiveFrom) < Date.now() - 60_000
          ? '生效时间已经过去，请选一个以后的时间。'
          : suspicious.length > 0 && !isSure
            ? '有价格变化超过一半，请确认没有填错。'
            : ''

  const publish = useMutation({
    mutationFn: () =>
      client.orders.addPriceVersion({
        body: {
          city: current.city,
          effectiveFrom: effectiveFrom ?? '',
          packages: current.packages.map(({ kind }) => ({ kind, priceFen: fenOf(`package:${kind}`) })),
          segments: current.segments.map(({ segment }) => ({ segment, surchargeFen: fenOf(`segment:${segment}`) })),
          addOns: current.addOns.map(({ addOn }) => ({ addOn, priceFen: fenOf(`addOn:${addOn}`) })),
        },
      }),
    onSuccess: (saved) => {
      guard.release()
      void queries.invalidateQueries({ queryKey: ['prices'] })
      void message.success(`第 ${saved.version} 版已发布，${sayTime(saved.effectiveFrom)} 起生效`)
      void navigate('/prices', { replace: true })
    },
  })
  return (
    <div className="order-grid">
      <Card title={`在第 ${current.version} 版上修改`}>
        <div className="price-grid">
          {base.map((line, i) => (
            <div key={line.key} className="price-row">
              <span className="muted">{line.group === base[i - 1]?.group ? '' : line.group}</span>
              <label htmlFor={line.key}>{line.name}</label>
              <InputNumber<number>
                id={line.key}
                value={typed[line.key] ?? null}
                min={0}
                max={100_000}
                precision={2}
                prefix="¥"
                onChange={(value) => {
                  guard.hold()
                  setSure(false)
                  setTyped((old) => ({ ...old, [line.key]: value }))
                }}
              />
            </div>
          ))}
        </div>
      </Card>
      <Card title="看一遍再发布">
        <div className="stack">
          <div className="field">
            <label htmlFor="effective-from">什么时候生效（上海时间）</label>
            <DatePicker
              id="effective-from"
              showTime={{ format: 'HH:mm', minuteStep: 5 }}
              format="YYYY-MM-DD HH:mm"
              value={from}
              onChange={setFrom}
            />
          </div>
          <div className="effects" aria-live="polite">
            <h3>会发生什么</h3>
            {changes.length === 0 ? (
              <p>还没有改动。</p>
            ) : (
              <ul>
                {changes.map((change) => (
                  <li key={change.key}>
                    {change.name}：{yuan(change.beforeFen ?? 0)} →{' '}
                    {change.fen < 0
                      ? '未填'
                      : `${yuan(change.fen)}（${signedYuan(change.fen - (change.beforeFen ?? 0))}）`}
                  </li>
                ))}
                {effectiveFrom && <li>{sayTime(effectiveFrom)} 起的新报价用新价；之前的报价 15 分钟内仍有效。</li>}
              </ul>
            )}
          </div>
          {suspicious.length > 0 && (
            <Checkbox checked={isSure} onChange={(event) => setSure(event.target.checked)}>
              {suspicious.map(({ name }) => name).join('、')}变化超过一半，我核对过
            </Checkbox>
          )}
          {publish.isError && (
            <div className="strip danger" role="alert">
              没有发布：{sentenceOf(publish.error)}
            </div>
          )}
          <span className="note" role="status">
            {blocked}
          </span>
          <div className="row end">
            <Button onClick={() => void navigate('/prices')}>取消</Button>
            <Button
              type="primary"
              disabled={blocked !== ''}
              loading={publish.isPending}
              onClick={() => publish.mutate()}
            >
              发布 {changes.length} 处改动
            </Button>
          </div>
        </div>
      </Card>
    </div>
  )
}
