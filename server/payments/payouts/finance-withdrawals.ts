/** Finance looks at withdrawals, asks WeChat now, and sees what each companion has. */
import type { FinanceTransfer, payouts } from '@banyi/contract/payments/payouts'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import { findCompanionIdsByName, findCompanions } from '../../companions/index.ts'
import type { OperatorContext } from '../../system.ts'
import { balanceOf, earningsOf, inBooks } from '../books/books.ts'
import { listPostingsOfReference, showPosting } from '../books/posting-queries.ts'
import { searchTransfers } from './finance-queries.ts'
import { viewForFinance } from './finance-view.ts'
import { positionOf } from './my-withdrawals.ts'
import { listPayeeSums } from './payee-queries.ts'
import { lookOnce } from './send-transfer.ts'
import { listSteps, viewSteps } from './steps.ts'
import { findTransfer, OPEN, type TransferRow } from './transfer-queries.ts'

type Api = typeof payouts
/** T and the day: a number; anything else is a name */
const NUMBER = /^T\d{2}/i

export async function listWithdrawals(
  c: OperatorContext,
  { query }: InputOf<Api['listWithdrawals']>,
): Promise<ReturnOf<Api['listWithdrawals']>> {
  const typed = query.query ?? ''
  const isNumber = NUMBER.test(typed)
  const named = typed !== '' && !isNumber ? await findCompanionIdsByName(c, typed) : null
  const payeeIds = query.payeeId ? [query.payeeId].filter((id) => named?.includes(id) ?? true) : named
  const { rows, total, awaiting } = await inBooks(c, (tx) =>
    searchTransfers(tx, {
      state: query.state ?? null,
      payeeIds,
      number: isNumber ? typed.toUpperCase() : null,
      after: positionOf(query.cursor),
      limit: query.limit + 1,
    }),
  )
  const views = new Map((await viewForFinance(c, rows)).map((view) => [view.id, view]))
  const { items, nextCursor } = toPage(
    rows,
    query.limit,
    (row) => [row.requested_at.toISOString(), row.id],
    (row) => row.id,
  )
  return { items: items.flatMap((id) => views.get(id) ?? []), nextCursor, total, awaitingApproval: awaiting }
}

export async function getWithdrawal(
  c: OperatorContext,
  { params }: InputOf<Api['getWithdrawal']>,
): Promise<ReturnOf<Api['getWithdrawal']>> {
  const row = await requireWithdrawal(c, params.id)
  const { steps, postings, balanceFen } = await inBooks(c, async (tx) => ({
    steps: await listSteps(tx, row.id),
    postings: await listPostingsOfReference(tx, row.number),
    balanceFen: 0 - (await balanceOf(tx, earningsOf(row.payee_id))),
  }))
  const [view] = await viewForFinance(c, [row])
  if (!view) throw notFound('这笔提现')
  const names = new Map([[row.payee_id, view.payeeName]])
  return {
    ...view,
    payeeBalanceFen: balanceFen,
    history: await viewSteps(c, steps, view.payeeName),
    postings: postings.map((posting) => showPosting(posting, names)),
  }
}

export async function checkWithdrawal(
  c: OperatorContext,
  { params }: InputOf<Api['checkWithdrawal']>,
): Promise<FinanceTransfer> {
  const row = await requireWithdrawal(c, params.id)
  if (OPEN.includes(row.state)) await lookOnce(c, row)
  const [view] = await viewForFinance(c, [await requireWithdrawal(c, params.id)])
  if (!view) throw notFound('这笔提现')
  return view
}

async function requireWithdrawal(c: OperatorContext, id: string): Promise<TransferRow> {
  const row = await inBooks(c, (tx) => findTransfer(tx, id))
  if (row?.kind !== 'withdrawal') throw notFound('这笔提现')
  return row
}

export async function listPayees(
  c: OperatorContext,
  { query }: InputOf<Api['listPayees']>,
): Promise<ReturnOf<Api['listPayees']>> {
  const ids = query.query ? await findCompanionIdsByName(c, query.query) : null
  const key = decodeCursor(query.cursor, 2)
  const after: [number, string] | null = key ? [Number(key[0]) || 0, String(key[1])] : null
  const rows = await inBooks(c, (tx) => listPayeeSums(tx, { ids, after, limit: query.limit + 1 }))
  const companions = await findCompanions(
    c,
    rows.map(({ id }) => id),
  )
  return toPage(
    rows,
    query.limit,
    (row) => [row.balance_fen, row.id],
    (row) => ({
      id: row.id,
      name: companions.get(row.id)?.name ?? '',
      balanceFen: row.balance_fen,
      inTransitFen: row.in_transit_fen,
      earnedFen: row.earned_fen,
      isRegistered: row.is_registered,
    }),
  )
}
