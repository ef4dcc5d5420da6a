/** Disputes as the desk sees them: who waits longest first. Finance sees the money, the dispatcher also the words. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { BoardDispute } from '@banyi/contract/orders/after-sales'
import { findCompanions } from '../../companions/index.ts'
import { toPage } from '../../core/paging.ts'
import { operatorNames } from '../../identity/index.ts'
import type { OperatorContext } from '../../system.ts'
import { leftOf } from '../order-money.ts'
import { readPlace } from '../page-place.ts'
import { countDisputeRows, findOrders, listDisputeRows, type DisputeRow } from './dispute-queries.ts'
import { showDispute } from './dispute-view.ts'

type Api = typeof contract.orders

export async function listDisputes(
  c: OperatorContext,
  { query }: InputOf<Api['listDisputes']>,
): Promise<ReturnOf<Api['listDisputes']>> {
  const filter = { state: query.state ?? null, digits: query.query ? query.query.replace(/\D/g, '') : null }
  const [rows, counts] = await Promise.all([
    listDisputeRows(c.db, filter, readPlace(query.cursor), query.limit + 1),
    countDisputeRows(c.db, filter),
  ])
  const shown = new Map((await showBoardDisputes(c, rows.slice(0, query.limit))).map((each) => [each.id, each]))
  const page = toPage(
    rows,
    query.limit,
    (row) => [row.opened_at.toISOString(), row.id],
    (row) => shown.get(row.id),
  )
  return { items: page.items.filter((item) => item !== undefined), nextCursor: page.nextCursor, ...counts }
}

export async function showBoardDisputes(c: OperatorContext, rows: DisputeRow[]): Promise<BoardDispute[]> {
  const orders = new Map(
    (
      await findOrders(
        c.db,
        rows.map((row) => row.order_id),
      )
    ).map((order) => [order.id, order]),
  )
  const [companions, names] = await Promise.all([
    findCompanions(
      c,
      [...orders.values()].flatMap((order) => order.companion_id ?? []),
    ),
    operatorNames(
      c,
      rows.flatMap((row) => row.decided_by ?? []),
    ),
  ])
  const mayRead = c.viewer.duties.includes('dispatcher')
  if (mayRead)
    await c.cipher.warm(
      c.db,
      [...orders.values()].map((order) => order.patient_id),
    )
  const now = c.clock.now()
  const shown = rows.map(async (row): Promise<BoardDispute | null> => {
    const order = orders.get(row.order_id)
    if (!order) return null
    return {
      ...(await showDispute(c, order.patient_id, row, mayRead)),
      orderNumber: order.number,
      orderVersion: order.version,
      hospitalName: order.hospital_name,
      companionName: companions.get(order.companion_id ?? '')?.name ?? null,
      totalFen: order.total_fen,
      heldFen: leftOf(order),
      decidedBy: row.decided_by ? (names.get(row.decided_by) ?? null) : null,
      isLate: row.state === 'open' && row.answer_before < now,
    }
  })
  return (await Promise.all(shown)).filter((each) => each !== null)
}
