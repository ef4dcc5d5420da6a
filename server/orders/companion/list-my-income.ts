/** What she has earned and what is on its way to it: not settled yet, line by line. What is settled lies with payments. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { IncomeRow } from '@banyi/contract/orders/after-sales'
import { toPage } from '../../core/paging.ts'
import type { AccountContext } from '../../system.ts'
import { showIncome } from '../order-money.ts'
import type { OrderRow } from '../order-queries.ts'
import { packages, stateNames } from '../order-words.ts'
import { readPlace } from '../page-place.ts'
import { requireMe } from './me.ts'
import { listUnsettledRows } from './task-queries.ts'

type Api = typeof contract.orders
/** more than anybody has open at a time */
const MOST = 1000

export async function listMyIncome(
  c: AccountContext,
  { query }: InputOf<Api['listMyIncome']>,
): Promise<ReturnOf<Api['listMyIncome']>> {
  const me = await requireMe(c)
  const all = await listUnsettledRows(c.db, me.id, MOST)
  const after = readPlace(query.cursor)
  const from = after ? all.findIndex((row) => row.id === after[1]) + 1 : 0
  const page = toPage(
    all.slice(from, from + query.limit + 1),
    query.limit,
    (row) => [row.starts_at.toISOString(), row.id],
    showRow,
  )
  return {
    ...page,
    pendingFen: all.reduce((sum, row) => sum + showIncome(row).totalFen - row.tip_fen, 0),
    pendingCount: all.length,
  }
}

const showRow = (order: OrderRow): IncomeRow => ({
  orderId: order.id,
  number: order.number,
  packageName: packages[order.package_kind].name,
  hospitalName: order.hospital_name,
  startsAt: order.starts_at.toISOString(),
  stateName: stateNames[order.state],
  income: showIncome(order),
  settlesAt: order.disputed_at ? null : ((order.auto_confirm_at ?? order.settle_at)?.toISOString() ?? null),
})
