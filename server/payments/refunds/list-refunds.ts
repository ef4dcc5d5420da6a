/** Finance looks through the refunds, and at one with its history and its postings. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { FinanceRefund } from '@banyi/contract/payments/refunds'
import { notFound } from '../../core/errors.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { listPostingsOfReference, showPosting } from '../books/posting-queries.ts'
import { listSteps, viewSteps } from '../payouts/steps.ts'
import {
  countFinanceRefunds,
  countRefundsForPeople,
  findFinanceRefund,
  listFinanceRefunds,
  type FinanceRow,
} from './finance-queries.ts'
import { canOf, NAME_OF_STATE, sentenceOf } from './refund-words.ts'

type Api = typeof contract.payments

export async function listRefundsForFinance(
  c: OperatorContext,
  { query: search }: InputOf<Api['listRefunds']>,
): Promise<ReturnOf<Api['listRefunds']>> {
  const after = decodeCursor(search.cursor, 2)
  return inBooks(c, async (tx) => {
    const page = {
      after: after ? ([String(after[0]), String(after[1])] as [string, string]) : null,
      limit: search.limit + 1,
    }
    const rows = await listFinanceRefunds(tx, search, page)
    return {
      ...toPage(rows, search.limit, (row) => [row.cursor_at, row.number], showRefund),
      total: await countFinanceRefunds(tx, search),
      needsPerson: (await countRefundsForPeople(tx)).n,
    }
  })
}

export async function getRefundForFinance(
  c: OperatorContext,
  { params }: InputOf<Api['getRefund']>,
): Promise<ReturnOf<Api['getRefund']>> {
  const found = await inBooks(c, async (tx) => ({
    row: await findFinanceRefund(tx, params.number),
    steps: await listSteps(tx, params.number),
    postings: await listPostingsOfReference(tx, params.number),
  }))
  if (!found.row) throw notFound('这笔退款')
  return {
    ...showRefund(found.row),
    history: await viewSteps(c, found.steps, '家属'),
    postings: found.postings.map((row) => showPosting(row)),
  }
}

/** the present state, as the answer to a command */
export async function showRefundNow(c: OperatorContext, number: string): Promise<FinanceRefund> {
  const row = await inBooks(c, (tx) => findFinanceRefund(tx, number))
  if (!row) throw notFound('这笔退款')
  return showRefund(row)
}

const showRefund = (row: FinanceRow): FinanceRefund => ({
  number: row.number,
  orderId: row.order_id,
  orderNumber: row.order_number ?? '',
  paymentNumber: row.payment_number,
  amountFen: row.amount_fen,
  reason: row.reason,
  state: row.state,
  stateName: NAME_OF_STATE[row.state],
  sentence: sentenceOf(row),
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
  lastError: row.last_error,
  can: canOf(row),
})
