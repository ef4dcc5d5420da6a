/** What the family got from the fund, and the part that she confirms in WeChat. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Compensation } from '@banyi/contract/payments/fund'
import { notFound } from '../../core/errors.ts'
import { toPage } from '../../core/paging.ts'
import type { AccountContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { lookOnce } from '../payouts/send-transfer.ts'
import { OPEN, type TransferRow } from '../payouts/transfer-queries.ts'
import { transferView } from '../payouts/transfer-view.ts'
import { findClaimOfAccount, listClaimsOfAccount, type ClaimRow } from './claim-queries.ts'
import { findTransferOfClaim, listTransfersOfClaims } from './claim-transfer.ts'
import { sayToFamily } from './claim-words.ts'
import { followClaim } from './follow-claim.ts'
import { readPosition } from './position.ts'

type Api = typeof contract.payments

export async function listMyCompensations(
  c: AccountContext,
  { query }: InputOf<Api['listMyCompensations']>,
): Promise<ReturnOf<Api['listMyCompensations']>> {
  const { rows, transfers } = await inBooks(c, async (tx) => {
    const found = await listClaimsOfAccount(tx, {
      accountId: c.viewer.accountId,
      orderId: query.orderId ?? null,
      after: readPosition(query.cursor),
      limit: query.limit + 1,
    })
    const ids = found.map(({ id }) => id)
    return { rows: found, transfers: await listTransfersOfClaims(tx, ids) }
  })
  return toPage(
    rows,
    query.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => view(c, row, transfers.get(row.id) ?? null),
  )
}

/** She comes back from WeChat and wants to know now. */
export async function checkMyCompensation(
  c: AccountContext,
  { params }: InputOf<Api['checkMyCompensation']>,
): Promise<ReturnOf<Api['checkMyCompensation']>> {
  const transfer = (await read(c, params.id)).transfer
  if (transfer && OPEN.includes(transfer.state)) {
    await lookOnce(c, transfer)
    await followClaim(c, params.id)
  }
  const { claim, transfer: after } = await read(c, params.id)
  return view(c, claim, after)
}

async function read(c: AccountContext, id: string): Promise<{ claim: ClaimRow; transfer: TransferRow | null }> {
  return inBooks(c, async (tx) => {
    const claim = await findClaimOfAccount(tx, c.viewer.accountId, id)
    if (!claim) throw notFound('这笔赔付')
    return { claim, transfer: await findTransferOfClaim(tx, id) }
  })
}

/** The reason and the proofs are the operators' words and stay inside. */
const view = (c: AccountContext, row: ClaimRow, transfer: TransferRow | null): Compensation => ({
  id: row.id,
  orderId: row.order_id,
  title: row.rule.title,
  amountFen: row.amount_fen,
  state: row.state,
  sentence: sayToFamily(row),
  createdAt: row.created_at.toISOString(),
  paidAt: row.paid_at?.toISOString() ?? null,
  transfer: transfer && transferView(c, transfer),
})
