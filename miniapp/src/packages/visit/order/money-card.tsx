import type { FamilyOrder } from '@banyi/contract/orders'
import { sayMoney } from '@/say/money'
import { Card, Note, PriceLines } from '@/ui'

/** The price line by line, and what became of the money since. */
export function MoneyCard({ order }: { order: FamilyOrder }) {
  const { money, lines } = order
  const isMoved = money.refundedFen > 0 || money.refundPendingFen > 0
  return (
    <Card title="费用">
      <PriceLines
        lines={lines.map(({ name, note, amountFen }) => ({ title: name, note, fen: amountFen }))}
        totalFen={money.totalFen}
      />
      {isMoved && (
        <PriceLines
          lines={[
            { title: '已付', fen: money.paidFen },
            ...(money.refundedFen > 0 ? [{ title: '已退回微信', fen: -money.refundedFen }] : []),
            ...(money.refundPendingFen > 0 ? [{ title: '退款中，1 到 3 天到账', fen: -money.refundPendingFen }] : []),
          ]}
          totalFen={money.paidFen - money.refundedFen - money.refundPendingFen}
          totalTitle="实际支付"
        />
      )}
      {money.premiumFen > 0 && <Note>{`其中保费 ${sayMoney(money.premiumFen)}，由保险公司收取。`}</Note>}
      {money.tipFen > 0 && <Note>{`另付感谢红包 ${sayMoney(money.tipFen)}，全部给陪诊员。`}</Note>}
      {money.compensatedFen > 0 && <Note>{`另收到先行赔付 ${sayMoney(money.compensatedFen)}。`}</Note>}
    </Card>
  )
}
