/** Finance has paid by bank what an abnormal refund left at our own bank: now the family has it. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { BANK, inBooks, post, refundingOf } from '../books/books.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { addStep } from '../payouts/steps.ts'
import { showRefundNow } from './list-refunds.ts'
import { findRefund, moveRefund, noteBankReference } from './refund-queries.ts'
import { tellRefunded } from './tell-refunded.ts'

type Api = typeof contract.payments

export async function recordBankRefund(
  c: OperatorContext,
  { params: { number }, body }: InputOf<Api['recordBankRefund']>,
): Promise<ReturnOf<Api['recordBankRefund']>> {
  await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const found = await findRefund(tx, number)
    if (!found) throw notFound('这笔退款')
    const { order_id: orderId, amount_fen: amountFen } = found
    const command = { actorId: c.viewer.operatorId, commandId: body.commandId, subjectId: orderId, now }
    if (await claimCommand(tx, { ...command, name: `payments.bank-refund:${number}` })) return
    await lockPayments(tx, orderId)
    const paid = await moveRefund(tx, number, ['at-our-bank'], 'refunded', now)
    if (!paid) throw new AppError('NOT_ALLOWED_NOW', '这笔退款的钱不在平台银行户，请看最新情况')
    await noteBankReference(tx, number, body.bankReference)
    const what = `已用银行转账付给家属 ${yuan(amountFen)}，流水号 ${body.bankReference}`
    await addStep(tx, {
      subject: number,
      actor: { kind: 'operator', id: c.viewer.operatorId },
      what,
      reason: body.reason,
      at: now,
    })
    const audit = { actor: actorOf(c.viewer), action: 'payments.record-bank-refund', subjectId: number }
    await writeAudit(tx, { ...audit, reason: body.reason, detail: { bankReference: body.bankReference }, now })
    await tellRefunded(tx, paid, now)
    await post(tx, {
      key: `refund-paid-by-bank:${number}`,
      orderId,
      kind: 'refund-paid-by-bank',
      reference: number,
      sentence: what,
      at: now,
      entries: [
        { account: refundingOf(orderId), amountFen },
        { account: BANK, amountFen: -amountFen },
      ],
    })
  })
  return showRefundNow(c, number)
}
