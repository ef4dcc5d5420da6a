import type { Income } from '@banyi/contract/orders/after-sales'
import { sayTime } from '@/say/time'
import { Card, Note, PriceLines } from '@/ui'

/** What one order brings her, each line with its why; a task kept on an older phone has none. */
export function IncomeCard({ income, isDisputed = false }: { income: Income | undefined; isDisputed?: boolean }) {
  if (!income) return null
  const settled = income.settledAt ? `${sayTime(income.settledAt)}结算，可以提现。` : '已结算，可以提现。'
  return (
    <Card title="这一单的收入" aside={income.isEstimate ? '预估' : '已结算'}>
      <PriceLines
        lines={income.lines.map(({ name, why, amountFen }) => ({
          title: name,
          note: why || undefined,
          fen: amountFen,
        }))}
        totalFen={income.totalFen}
        totalTitle={income.isEstimate ? '预计到手' : '到手'}
      />
      {isDisputed && <Note tone="warm">家属对这一单有异议，平台处理完再结算。</Note>}
      {!isDisputed && <Note>{income.isEstimate ? '家属确认，或交报告 72 小时后结算。' : settled}</Note>}
    </Card>
  )
}
