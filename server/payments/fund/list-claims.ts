/** Claims as operators find them, and one with everything that happened to it. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import { toPage } from '../../core/paging.ts'
import type { OperatorContext } from '../../system.ts'
import type { Tx } from '../../core/database.ts'
import { inBooks } from '../books/books.ts'
import { listPostingsOfReference, showPosting } from '../books/posting-queries.ts'
import { listSteps, viewSteps } from '../payouts/steps.ts'
import { transferView } from '../payouts/transfer-view.ts'
import {
  countProposed,
  findClaim,
  listApprovals,
  listClaimRows,
  listReferences,
  type ClaimRow,
} from './claim-queries.ts'
import { findTransferOfClaim } from './claim-transfer.ts'
import { viewClaims } from './claim-view.ts'
import { readPosition } from './position.ts'

type Api = typeof contract.payments

export async function listClaims(
  c: OperatorContext,
  { query }: InputOf<Api['listClaims']>,
): Promise<ReturnOf<Api['listClaims']>> {
  const search = {
    state: query.state ?? null,
    orderId: query.orderId ?? null,
    text: (query.query ?? '').toUpperCase(),
    after: readPosition(query.cursor),
    limit: query.limit + 1,
  }
  const { total, rows, approvals, awaitingApproval } = await inBooks(c, async (tx) => {
    const found = await listClaimRows(tx, search)
    const ids = found.rows.map(({ id }) => id)
    return { ...found, approvals: await listApprovals(tx, ids), awaitingApproval: await countProposed(tx) }
  })
  const page = toPage(
    await viewClaims(c, rows, approvals),
    query.limit,
    (claim) => [claim.createdAt, claim.id],
    (claim) => claim,
  )
  return { ...page, total, awaitingApproval }
}

export async function getClaim(
  c: OperatorContext,
  { params }: InputOf<Api['getClaim']>,
): Promise<ReturnOf<Api['getClaim']>> {
  const found = await inBooks(c, async (tx) => {
    const row = await findClaim(tx, params.id)
    if (!row) return null
    return {
      row,
      approvals: await listApprovals(tx, [row.id]),
      steps: await listSteps(tx, row.id),
      postings: await postingsOf(tx, row),
      transfer: await findTransferOfClaim(tx, row.id),
    }
  })
  const [claim] = found ? await viewClaims(c, [found.row], found.approvals) : []
  if (!found || !claim) throw notFound('这件赔付')
  return {
    ...claim,
    // only the family confirms it
    transfer: found.transfer && { ...transferView(c, found.transfer), confirm: null },
    history: await viewSteps(c, found.steps, '家属'),
    postings: found.postings.map((row) => showPosting(row)),
  }
}

/** Of its refunds, its transfers and its recovery, in order. */
async function postingsOf(tx: Tx, claim: ClaimRow): Promise<Awaited<ReturnType<typeof listPostingsOfReference>>> {
  const rows = []
  for (const reference of await listReferences(tx, claim)) rows.push(...(await listPostingsOfReference(tx, reference)))
  return rows.toSorted((a, b) => (a.cursor_at < b.cursor_at ? -1 : a.cursor_at > b.cursor_at ? 1 : 0))
}
