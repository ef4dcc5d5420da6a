/** Price versions: what holds now, what is coming, what was. Orders keep the price they were quoted. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { PriceList } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { Card, PageHead, StatusWord } from '../ui/bits.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import { signedYuan, yuan } from '../words/money.ts'
import { fullTime, sayTime } from '../words/time.ts'
import { listAt, priceChanges, priceLines, type PriceChange } from './price-lines.ts'

export function Component(): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const canPublish = useMay('publishPrices')
  const query = useQuery({ queryKey: ['prices'], queryFn: () => client.orders.listPriceVersions({ query: {} }) })
  return (
    <>
      <PageHead
        title="价目"
        lead="上海市。已经下的单按下单时的报价，不受新价目影响。"
        actions={
          canPublish ? (
            <Button type="primary" onClick={() => void navigate('/prices/new')}>
              发布新价目
            </Button>
          ) : (
            <span className="note">发布价目{whoMay('publishPrices')}</span>
          )
        }
      />
      <Loaded query={query} skeleton={<CardSkeleton rows={14} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyBox title="还没有价目" hint="没有价目时不能报价，家属下不了单。" />
          ) : (
            <Versions lists={items} />
          )
        }
      </Loaded>
    </>
  )
}

function Versions({ lists }: { lists: readonly PriceList[] }): ReactElement {
  const now = Date.now()
  const current = listAt(lists, now)
  const sorted = [...lists].sort((a, b) => b.version - a.version)
  const [chosen, setChosen] = useState(current?.version ?? sorted[0]?.version ?? 0)
  const shown = sorted.find((list) => list.version === chosen) ?? sorted[0]
  const before = shown && sorted.find((list) => list.version < shown.version)
  return (
    <div className="order-grid">
      <Card
        title={shown ? `第 ${shown.version} 版` : '价目'}
        extra={shown && <span className="note">{fullTime(shown.effectiveFrom)} 起</span>}
      >
        {shown && (
          <PriceTable
            changes={priceChanges(before, priceLines(shown))}
            beforeName={before ? `第 ${before.version} 版` : null}
          />
        )}
      </Card>
      <Card title="版本">
        <ul className="versions">
          {sorted.map((list) => {
            const isCurrent = list.version === current?.version
            const isComing = Date.parse(list.effectiveFrom) > now
            return (
              <li key={list.version}>
                <button type="button" aria-pressed={list.version === chosen} onClick={() => setChosen(list.version)}>
                  <strong>第 {list.version} 版</strong>
                  <StatusWord tone={isCurrent ? 'good' : isComing ? 'wait' : 'quiet'}>
                    {isCurrent ? '正在用' : isComing ? '还没生效' : '已过去'}
                  </StatusWord>
                  <span className="note">{sayTime(list.effectiveFrom, now)} 起</span>
                </button>
              </li>
            )
          })}
        </ul>
      </Card>
    </div>
  )
}

export function PriceTable({
  changes,
  beforeName,
}: {
  changes: readonly PriceChange[]
  beforeName: string | null
}): ReactElement {
  return (
    <div className="table-box" role="region" aria-label="价目" tabIndex={0}>
      <table className="ledger">
        <thead>
          <tr>
            <th scope="col">类别</th>
            <th scope="col">项目</th>
            <th scope="col" className="right">
              价格
            </th>
            {beforeName && (
              <th scope="col" className="right">
                比{beforeName}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {changes.map((line, i) => (
            <tr key={line.key}>
              <td className="muted">{line.group === changes[i - 1]?.group ? '' : line.group}</td>
              <td>{line.name}</td>
              <td className="right">{yuan(line.fen)}</td>
              {beforeName && (
                <td className="right">
                  {line.beforeFen === null
                    ? '新项目'
                    : line.fen === line.beforeFen
                      ? '不变'
                      : signedYuan(line.fen - line.beforeFen)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
