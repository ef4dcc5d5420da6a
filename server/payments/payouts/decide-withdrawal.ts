/** Above the limit two different people of finance say yes, or one says no and the money goes back. */
import type { FinanceTransfer, payouts } from '@banyi/contract/payments/payouts'
import type { InputOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import type { Tx } from '../../core/database.ts'
import { AppError, conflict, notFound } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { addApproval, listApprovals } from './finance-queries.ts'
import { viewForFinance } from './finance-view.ts'
import { findPayee } from './payee-queries.ts'
import { giveBack } from './settle-transfer.ts'
import { addStep } from './steps.ts'
import { findTransfer, lockTransfer, moveTransfer, type TransferRow } from './transfer-queries.ts'
import { sendTransferAt } from './transfer-task.ts'

type Decision = InputOf<(typeof payouts)['approveWithdrawal']>

/** The version moves only with the state, so that two who agree in the same moment both count. */
export const approveWithdrawal = (c: OperatorContext, input: Decision): Promise<FinanceTransfer> =>
  decide(c, input, 'approve', async (tx, row) => {
    const now = c.clock.now()
    const { operatorId } = c.viewer
    const payee = await findPayee(tx, row.payee_id)
    if (payee?.account_id !== row.account_id || payee.openid !== row.openid)
      throw new AppError('NOT_ALLOWED_NOW', '申请之后收款人变更过，请驳回，让她重新申请')
    if (!(await addApproval(tx, { subject_id: row.id, operator_id: operatorId, at: now, reason: input.body.reason })))
      throw new AppError('NOT_ALLOWED_NOW', '您已经批准过，还需要另一位财务')
    await step(c, tx, row, '批准', input.body.reason)
    if ((await listApprovals(tx, [row.id])).length < row.approvals_needed) return
    const moved = await moveTransfer(tx, row.id, ['awaiting-approval'], 'sending', now)
    if (moved) await sendTransferAt(tx, { number: row.number, step: 0 }, now, now)
  })

export const rejectWithdrawal = (c: OperatorContext, input: Decision): Promise<FinanceTransfer> =>
  decide(c, input, 'reject', (tx, row) =>
    giveBack(tx, row, 'rejected', input.body.reason, { kind: 'operator', id: c.viewer.operatorId }, c.clock.now()),
  )

const step = (c: OperatorContext, tx: Tx, row: TransferRow, what: string, reason: string): Promise<void> =>
  addStep(tx, {
    subject: row.id,
    actor: { kind: 'operator', id: c.viewer.operatorId },
    what,
    reason,
    at: c.clock.now(),
  })

async function decide(
  c: OperatorContext,
  { params, body }: Decision,
  name: 'approve' | 'reject',
  carryOut: (tx: Tx, row: TransferRow) => Promise<void>,
): Promise<FinanceTransfer> {
  await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const row = await lockTransfer(tx, params.id)
    if (row?.kind !== 'withdrawal') throw notFound('这笔提现')
    const done = await claimCommand(tx, {
      actorId: c.viewer.operatorId,
      commandId: body.commandId,
      name: `payments.${name}-withdrawal`,
      subjectId: row.id,
      now,
    })
    if (done) return
    if (row.version !== body.version) throw conflict()
    if (row.state !== 'awaiting-approval') throw new AppError('NOT_ALLOWED_NOW', '这笔提现已经不在等待审批')
    await carryOut(tx, row)
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: `payments.${name}-withdrawal`,
      subjectId: row.id,
      reason: body.reason,
      detail: { number: row.number, amountFen: row.amount_fen },
      now,
    })
  })
  const row = await inBooks(c, (tx) => findTransfer(tx, params.id))
  if (!row) throw notFound('这笔提现')
  const [view] = await viewForFinance(c, [row])
  if (!view) throw notFound('这笔提现')
  return view
}
