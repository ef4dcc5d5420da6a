import type { FamilyOrder } from '@banyi/contract/orders'
import { api, useRead, type Read } from '@/api'
import { useTopic } from '@/realtime'
import { useSession } from '@/store/session'

/** An order of mine that stays up to date while the page is open. */
export function useOrder(id: string): Read<FamilyOrder> {
  const token = useSession((s) => s.token)
  const read = useRead(token && id ? `order.${id}` : null, () => api.orders.getMyOrder({ params: { id } }))
  useTopic(token && id ? `order:${id}` : null, read.reload, read.reload)
  return read
}
