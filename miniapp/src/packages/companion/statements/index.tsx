import { api, useRead } from '@/api'
import { go } from '@/parts/go'
import { sayMonth } from '@/parts/month-step'
import { sayMoney } from '@/say/money'
import { useSession } from '@/store/session'
import { Empty, ErrorState, List, Row, Screen, Skeleton } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'

export default function Statements() {
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token ? 'statements' : null, () => api.payments.listMyStatements())
  return (
    <Screen title="月结单">
      <Gate>
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data?.items.length === 0 && (
          <Empty title="还没有月结单" note="有了第一笔收入，这里就有当月的月结单" picture="papers" />
        )}
        {data && data.items.length > 0 && (
          <List>
            {data.items.map(({ month, incomeFen, withdrawnFen }) => (
              <Row
                key={month}
                icon="file-text"
                title={sayMonth(month)}
                note={`提现 ${sayMoney(withdrawnFen)}`}
                value={`收入 ${sayMoney(incomeFen)}`}
                onTap={() => go(WORK.statement(month))}
              />
            ))}
          </List>
        )}
      </Gate>
    </Screen>
  )
}
