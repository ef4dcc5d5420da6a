/** A claim as operators see it. */
import type { Claim } from '@banyi/contract/payments/fund'
import { findCompanions } from '../../companions/index.ts'
import { notFound } from '../../core/errors.ts'
import { operatorNames } from '../../identity/index.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { findClaim, listApprovals, type ApprovalRow, type ClaimRow } from './claim-queries.ts'
import { stateNames } from './claim-words.ts'

export async function showClaim(c: OperatorContext, id: string): Promise<Claim> {
  const found = await inBooks(c, async (tx) => {
    const row = await findClaim(tx, id)
    return row && { row, approvals: await listApprovals(tx, [id]) }
  })
  if (!found) throw notFound('这件赔付')
  const [claim] = await viewClaims(c, [found.row], found.approvals)
  if (!claim) throw notFound('这件赔付')
  return claim
}

/** Names come from other modules, so not inside of the books' transaction. */
export async function viewClaims(c: OperatorContext, rows: ClaimRow[], approvals: ApprovalRow[]): Promise<Claim[]> {
  const [people, companions] = await Promise.all([
    operatorNames(c, [...rows.map((row) => row.created_by), ...approvals.map((each) => each.operator_id)]),
    findCompanions(
      c,
      rows.flatMap((row) => (row.companion_id ? [row.companion_id] : [])),
    ),
  ])
  const nameOf = (id: string): string => people.get(id) ?? '运营'
  return rows.map((row) => {
    const own = approvals.filter((each) => each.subject_id === row.id)
    return {
      id: row.id,
      version: row.version,
      number: row.number,
      orderId: row.order_id,
      orderNumber: row.order_number,
      ruleCode: row.rule_code,
      ruleTitle: row.rule.title,
      amountFen: row.amount_fen,
      reason: row.reason,
      proofs: row.proofs,
      state: row.state,
      stateName: stateNames[row.state],
      refundFen: row.refund_fen,
      transferFen: row.transfer_fen,
      responsible: row.rule.responsible,
      companionId: row.companion_id,
      companionName: (row.companion_id && companions.get(row.companion_id)?.name) ?? null,
      recoverFen: row.recover_fen,
      recoveredFen: row.recovered_fen,
      createdAt: row.created_at.toISOString(),
      createdBy: nameOf(row.created_by),
      approvals: own.map((each) => ({
        at: each.at.toISOString(),
        who: nameOf(each.operator_id),
        what: '批准',
        reason: each.reason,
      })),
      approvalsNeeded: row.rule.approvers,
      payBefore: row.pay_before?.toISOString() ?? null,
      paidAt: row.paid_at?.toISOString() ?? null,
      can: mayDo(c, row, own),
    }
  })
}

function mayDo(c: OperatorContext, row: ClaimRow, approvals: ApprovalRow[]): Claim['can'] {
  const isFinance = c.viewer.duties.includes('finance')
  const me = c.viewer.operatorId
  const isProposed = row.state === 'proposed'
  return {
    approve: isFinance && isProposed && row.created_by !== me && !approvals.some((each) => each.operator_id === me),
    reject: isFinance && isProposed,
    recover: isFinance && row.approved_at !== null && row.recovered_fen < row.amount_fen,
    retry: isFinance && row.state === 'failed',
  }
}
