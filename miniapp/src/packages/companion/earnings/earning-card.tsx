import { useState } from 'react'
import type { Earning } from '@banyi/contract/payments/payouts'
import { sayMoney } from '@/say/money'
import { sayTime } from '@/say/time'
import { Button, Card, Money, Note, PriceLines, Side, Strong } from '@/ui'

/** One thing that changed what she has; its lines one tap away, each with its why. */
export function EarningCard({ earning }: { earning: Earning }) {
  const [isOpen, setOpen] = useState(false)
  const { title, at, amountFen, balanceFen, lines, orderNumber } = earning
  return (
    <Card>
      <Side spread>
        <Strong>{title}</Strong>
        <Money fen={amountFen} big />
      </Side>
      <Note>
        {[sayTime(at), orderNumber && !title.includes(orderNumber) && `订单 ${orderNumber}`]
          .filter(Boolean)
          .join(' · ')}
      </Note>
      {isOpen && (
        <>
          <PriceLines
            lines={lines.map((line) => ({ title: line.name, note: line.why || undefined, fen: line.amountFen }))}
            totalFen={amountFen}
            totalTitle="这一笔"
          />
          <Note>{`之后余额 ${sayMoney(balanceFen)}`}</Note>
        </>
      )}
      {lines.length > 0 && (
        <Button kind="text" label={`${isOpen ? '收起' : '看明细'}，${title}`} onTap={() => setOpen(!isOpen)}>
          {isOpen ? '收起' : '看明细'}
        </Button>
      )}
    </Card>
  )
}
