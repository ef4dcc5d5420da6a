/** She asks for her money: checked under her lock, taken from her earnings in the same transaction, sent by a job. */
import type { payouts } from '@banyi/contract/payments/payouts'
import type { Transfer } from '@banyi/contract/payments/shapes'
import type { InputOf } from '@banyi/contract/endpoint'
import { claimCommand } from '../../core/commands.ts'
import { sqlState, type Tx } from '../../core/database.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { randomUUID } from 'node:crypto'
import type { AccountContext } from '../../system.ts'
import { balanceOf, earningsOf, inBooks } from '../books/books.ts'
import { blockedBy, openidOf, registeredName } from './payee.ts'
import { findPayee, lockPayee, takenToday } from './payee-queries.ts'
import { findPayoutRules, type RulesRow } from './payout-rules.ts'
import { startTransfer } from './start-transfer.ts'
import { findTransfer, type TransferRow } from './transfer-queries.ts'
import { transferView } from './transfer-view.ts'
import { requirePayee } from './who.ts'

/** above the limit */
const APPROVALS = 2

export async function requestWithdrawal(
  c: AccountContext,
  { body }: InputOf<(typeof payouts)['requestWithdrawal']>,
): Promise<Transfer> {
  const me = await requirePayee(c)
  const openid = await openidOf(c)
  const { accountId } = c.viewer
  const seen = await inBooks(c, (tx) => findPayee(tx, me.id))
  const name = seen && (await registeredName(c, seen))
  const { amountFen } = body
  const row = await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const id = randomUUID()
    const first = await claimCommand(tx, {
      actorId: accountId,
      commandId: body.commandId,
      name: 'payments.request-withdrawal',
      subjectId: id,
      isCreation: true,
      now,
    })
    if (first) return requireTransfer(tx, first)
    const payee = await lockPayee(tx, me.id)
    const rules = await findPayoutRules(tx)
    const blocked = blockedBy({ payee, name, me, openid, accountId, rules, now })
    if (blocked || !payee) throw new AppError('NOT_ALLOWED_NOW', blocked)
    // registered anew since the name was opened: the sealed name is another one
    if (seen?.registered_at.getTime() !== payee.registered_at.getTime())
      throw new AppError('CONFLICT', '收款人刚刚变更，请看最新情况后再操作')
    await checkAmount(tx, { payeeId: me.id, amountFen, rules, now })
    return startTransfer(
      tx,
      {
        id,
        kind: 'withdrawal',
        payeeId: me.id,
        accountId,
        openid: payee.openid,
        nameEnc: payee.name_enc,
        amountFen,
        approvalsNeeded: amountFen > rules.body.approvalAboveFen ? APPROVALS : 0,
        by: { kind: 'account', id: accountId },
        sentence: `${me.name} 申请提现 ${yuan(amountFen)}`,
      },
      now,
    )
  }).catch((error: unknown) => {
    // two at once: the database let only one leave
    if (sqlState(error) === '23514') throw notEnough()
    throw error
  })
  return transferView(c, row)
}

async function checkAmount(
  tx: Tx,
  w: { payeeId: string; amountFen: number; rules: RulesRow; now: Date },
): Promise<void> {
  const { minFen, maxFen, dailyFen, dailyCount } = w.rules.body
  if (w.amountFen < minFen) throw invalid('amountFen', `最低提现 ${yuan(minFen)}`)
  if (w.amountFen > maxFen) throw invalid('amountFen', `单笔最多提现 ${yuan(maxFen)}`)
  const today = await takenToday(tx, w.payeeId, w.now)
  if (today.count >= dailyCount) throw new AppError('NOT_ALLOWED_NOW', `今天已提现 ${today.count} 次，明天再来`)
  if (today.fen + w.amountFen > dailyFen)
    throw invalid('amountFen', `今天还可以提现 ${yuan(Math.max(0, dailyFen - today.fen))}`)
  const balanceFen = 0 - (await balanceOf(tx, earningsOf(w.payeeId)))
  if (w.amountFen > balanceFen) throw invalid('amountFen', `可提现余额是 ${yuan(balanceFen)}`)
}
const notEnough = () => invalid('amountFen', '可提现余额不足，请刷新后再试')

async function requireTransfer(tx: Tx, id: string): Promise<TransferRow> {
  const row = await findTransfer(tx, id)
  if (!row) throw new Error('a command without its transfer')
  return row
}
