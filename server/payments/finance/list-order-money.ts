/** The money of orders: where each fen of it is. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { OrderMoney } from '@banyi/contract/payments/finance'
import { notFound } from '../../core/errors.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { listPostingsOfOrder, showPosting } from '../books/posting-queries.ts'
import { findOrderMoneyRow, listOrderMoneyRows, type OrderMoneyRow } from './order-money-queries.ts'

type Api = typeof contract.payments

export async function listOrderMoney(
  c: OperatorContext,
  { query }: InputOf<Api['listOrderMoney']>,
): Promise<ReturnOf<Api['listOrderMoney']>> {
  const key = decodeCursor(query.cursor, 2)
  const after: [string, string] | null = key ? [String(key[0]), String(key[1])] : null
  const rows = await inBooks(c, (tx) => listOrderMoneyRows(tx, query, { after, limit: query.limit + 1 }))
  return toPage(rows, query.limit, (row) => [row.cursor_at, row.order_id], showMoney)
}

export async function getOrderMoney(
  c: OperatorContext,
  { params }: InputOf<Api['getOrderMoney']>,
): Promise<ReturnOf<Api['getOrderMoney']>> {
  const { row, postings } = await inBooks(c, async (tx) => ({
    row: await findOrderMoneyRow(tx, params.id),
    postings: await listPostingsOfOrder(tx, params.id),
  }))
  if (!row) throw notFound('这个订单的资金')
  return { ...showMoney(row), postings: postings.map((posting) => showPosting(posting)) }
}

const showMoney = (row: OrderMoneyRow): OrderMoney => ({
  orderId: row.order_id,
  orderNumber: row.number,
  paidAt: row.paid_at?.toISOString() ?? null,
  paidFen: row.paid_fen,
  couponFen: row.coupon_fen,
  tipFen: row.tip_fen,
  heldFen: row.held_fen,
  refundedFen: row.refunded_fen,
  refundPendingFen: row.pending_fen,
  releasedFen: row.released_fen,
  companionFen: row.income_fen,
  commissionFen: row.commission_fen,
  fundFen: row.fund_fen,
  premiumFen: row.premium_fen,
  compensatedFen: row.compensated_fen,
  isFrozen: row.frozen_since !== null,
})
