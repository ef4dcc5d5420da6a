/**
 * Money sets out to a person: row, posting and the job that sends it, in the caller's transaction. The number is given
 * here and never changes. Throws (23514) when the source has not that much.
 */
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../core/database.ts'
import { newTransferNumber } from '../numbers.ts'
import { leaveSource } from './move-money.ts'
import { BY_SYSTEM, addStep, type StepActor } from './steps.ts'
import { insertTransfer, type TransferRow } from './transfer-queries.ts'
import { sendTransferAt } from './transfer-task.ts'

/** field name under which a receiver's real name is sealed, with the payee (companion, or the family's account) as its subject */
export const PAYEE_NAME = 'payee-name'

interface Common {
  accountId: string
  openid: string
  amountFen: number
  /** for the operator who reads the books */
  sentence: string
  /** sealed before the transaction: books have no way to the keys. From ¥2000 on the provider refuses a transfer without */
  nameEnc?: Buffer | null
}
export type TransferStart =
  /** from her earnings */
  | (Common & { kind: 'withdrawal'; id: string; payeeId: string; approvalsNeeded: number; by: StepActor })
  /** from the compensation fund, goes back there when it does not arrive; a claim has at most one under way or paid */
  | (Common & { kind: 'compensation'; claimId: string; orderId: string })

export async function startTransfer(tx: Tx, start: TransferStart, now: Date): Promise<TransferRow> {
  const isWithdrawal = start.kind === 'withdrawal'
  const waits = isWithdrawal && start.approvalsNeeded > 0
  const row = await insertTransfer(
    tx,
    {
      id: isWithdrawal ? start.id : randomUUID(),
      number: newTransferNumber(now),
      kind: start.kind,
      payee_id: isWithdrawal ? start.payeeId : start.accountId,
      account_id: start.accountId,
      openid: start.openid,
      name_enc: start.nameEnc ?? null,
      amount_fen: start.amountFen,
      claim_id: isWithdrawal ? null : start.claimId,
      order_id: isWithdrawal ? null : start.orderId,
      state: waits ? 'awaiting-approval' : 'sending',
      approvals_needed: isWithdrawal ? start.approvalsNeeded : 0,
    },
    now,
  )
  await addStep(tx, {
    subject: row.id,
    actor: isWithdrawal ? start.by : BY_SYSTEM,
    what: isWithdrawal ? '申请提现' : '赔付转账',
    at: now,
  })
  if (!waits) await sendTransferAt(tx, { number: row.number, step: 0 }, now, now)
  await leaveSource(tx, row, start.sentence, now)
  return row
}
