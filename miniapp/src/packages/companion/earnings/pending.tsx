import { useState } from 'react'
import type { IncomeRow } from '@banyi/contract/orders/after-sales'
import type { Paged } from '@/api'
import { go } from '@/parts/go'
import { sayTime } from '@/say/time'
import { Button, Card, Empty, InfiniteList, Money, Note, PriceLines, Side, Strong } from '@/ui'
import { WORK } from '../parts/addresses'

/** Orders that are done or under way and not settled yet: an estimate, and when it becomes money. */
export const Pending = ({ paged }: { paged: Paged<IncomeRow> }) => (
  <InfiniteList
    paged={paged}
    keyOf={({ orderId }) => orderId}
    render={(row) => <PendingCard row={row} />}
    empty={<Empty title="没有等结算的订单" note="服务完成、家属确认以后，收入就到余额里" />}
  />
)

function PendingCard({ row }: { row: IncomeRow }) {
  const [isOpen, setOpen] = useState(false)
  const { income, settlesAt, startsAt } = row
  return (
    <Card>
      <Side spread>
        <Strong>{row.packageName}</Strong>
        <Money fen={income.totalFen} big />
      </Side>
      <Note>{`${sayTime(startsAt)} · ${row.hospitalName}`}</Note>
      <Note tone={settlesAt ? 'brand' : 'sub'}>
        {settlesAt ? `${row.stateName}，最晚 ${sayTime(settlesAt)} 结算` : `${row.stateName}。服务完成、没有异议时结算`}
      </Note>
      {isOpen && (
        <PriceLines
          lines={income.lines.map((line) => ({ title: line.name, note: line.why || undefined, fen: line.amountFen }))}
          totalFen={income.totalFen}
          totalTitle={income.isEstimate ? '预计到手' : '到手'}
        />
      )}
      <Side>
        <Button
          kind="text"
          size="small"
          label={`${isOpen ? '收起' : '看明细'}，${row.number}`}
          onTap={() => setOpen(!isOpen)}
        >
          {isOpen ? '收起' : '看明细'}
        </Button>
        <Button kind="text" size="small" onTap={() => go(WORK.visit(row.orderId))}>
          看任务
        </Button>
      </Side>
    </Card>
  )
}
