/** A withdrawal as finance sees it: whose, who agreed, what can be done. */
import type { FinanceTransfer } from '@banyi/contract/payments/payouts'
import { findCompanions } from '../../companions/index.ts'
import { operatorNames } from '../../identity/index.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { listApprovals } from './finance-queries.ts'
import { OPEN, type TransferRow } from './transfer-queries.ts'
import { transferView } from './transfer-view.ts'

export async function viewForFinance(c: OperatorContext, rows: TransferRow[]): Promise<FinanceTransfer[]> {
  const approvals = await inBooks(c, (tx) =>
    listApprovals(
      tx,
      rows.map(({ id }) => id),
    ),
  )
  const names = await operatorNames(
    c,
    approvals.map((approval) => approval.operator_id),
  )
  const companions = await findCompanions(
    c,
    rows.map((row) => row.payee_id),
  )
  return rows.map((row) => {
    const mine = approvals.filter((approval) => approval.subject_id === row.id)
    const waits = row.state === 'awaiting-approval'
    return {
      ...transferView(c, row),
      // the package is for the receiver's phone
      confirm: null,
      canCancel: false,
      payeeId: row.payee_id,
      payeeName: companions.get(row.payee_id)?.name ?? '',
      approvalsNeeded: row.approvals_needed,
      approvals: mine.map(({ at, operator_id: id, reason }) => ({
        at: at.toISOString(),
        who: names.get(id) ?? '运营',
        what: '批准',
        reason,
      })),
      can: {
        approve: waits && mine.every((approval) => approval.operator_id !== c.viewer.operatorId),
        reject: waits,
        check: OPEN.includes(row.state),
      },
    }
  })
}
