/** What needs a person, each with the place where it is dealt with. */
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import type { Alarm } from '@banyi/contract/payments/finance'
import { Card } from '../ui/bits.tsx'
import { sayTime } from '../words/time.ts'

const places: Readonly<Record<Alarm['kind'], { to: string; name: string }>> = {
  'held-too-long': { to: '/finance/orders?only=held', name: '看托管的订单' },
  books: { to: '/finance/postings?account=suspense', name: '看分录' },
  differences: { to: '/finance/differences', name: '处理差异' },
  'abnormal-refunds': { to: '/finance/refunds?state=abnormal', name: '处理退款' },
  withdrawals: { to: '/finance/withdrawals', name: '审批提现' },
  'fund-low': { to: '/finance/fund', name: '看赔付金' },
  'claims-overdue': { to: '/finance/claims?state=all', name: '看赔付' },
  'bind-failures': { to: '/policies?state=bind-failed', name: '看保单' },
}

export function Alarms({ alarms }: { alarms: readonly Alarm[] }): ReactElement {
  const work = alarms.filter((alarm) => alarm.count > 0)
  return (
    <Card title="需要处理">
      {work.length === 0 ? (
        <div className="strip good" role="status">
          眼下没有要处理的事。
        </div>
      ) : (
        <ul className="work-list">
          {work.map((alarm) => (
            <li key={alarm.sentence}>
              <span className="grow">
                {alarm.sentence}
                {alarm.oldestAt && <span className="note"> 最早的一件 {sayTime(alarm.oldestAt)}</span>}
              </span>
              <Link to={places[alarm.kind].to}>{places[alarm.kind].name}</Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
