import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../api/api.ts'
import { Card } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { Link } from 'react-router'
import { DifferenceTable } from './difference-table.tsx'

const LIMIT = 50

/** the first of one day; all of them are a page of their own */
export function DayDifferences({ day }: { day: string }): ReactElement {
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'differences', 'day', day],
    queryFn: () => client.payments.listDifferences({ query: { day, limit: LIMIT } }),
  })
  return (
    <Card title="差异" extra={<Link to={`/finance/differences?day=${day}`}>这一天的全部差异</Link>}>
      <Loaded query={query} skeleton={<CardSkeleton rows={3} />}>
        {({ items }) => <DifferenceTable rows={items} isOneDay />}
      </Loaded>
    </Card>
  )
}
