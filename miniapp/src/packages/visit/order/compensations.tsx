import { useState } from 'react'
import type { FamilyOrder } from '@banyi/contract/orders'
import { api, useRead } from '@/api'
import { CompensationCard } from '@/parts/compensation-card'
import { PAGE } from '@/parts/go'
import { transferSaid } from '@/platform/transfer'

/** What the platform pays for this order out of its fund; asked only when there was something. */
export function Compensations({ order, onChanged }: { order: FamilyOrder; onChanged: () => void }) {
  const isAny = order.money.compensatedFen > 0 || order.timeline.some(({ kind }) => kind === 'compensated')
  const [said] = useState(transferSaid)
  const { data, reload } = useRead(isAny ? `compensations.${order.id}` : null, () =>
    api.payments.listMyCompensations({ query: { orderId: order.id } }),
  )
  return (
    <>
      {data?.items.map((compensation) => (
        <CompensationCard
          key={compensation.id}
          compensation={compensation}
          page={PAGE.order(order.id)}
          isBack={said === 'ok'}
          onChanged={() => {
            reload()
            onChanged()
          }}
        />
      ))}
    </>
  )
}
