import type { OrderCard } from '@banyi/contract/orders'
import { isUnderWay } from '@/say/words'

/** what waits for the family's word, but not for a visit */
const VISITED = new Set(['finished', 'reported'])

/** The next thing that will happen: a visit under way, else the soonest to come, else a report to read. `orders` soonest first. */
export const comingFirst = (orders: OrderCard[]): OrderCard | undefined =>
  orders.find((order) => isUnderWay(order.state)) ?? orders.find((order) => !VISITED.has(order.state)) ?? orders[0]
