/**
 * Finance tries a failed refund once more, under a new number. The provider is asked first: what it had called failed and
 * then paid all the same is settled instead, so that the family does not get it twice.
 */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import type { Tx } from '../../core/database.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { heldFenOf, premiumFenOf } from '../books/postings-of-order.ts'
import { lockOrder } from '../collecting/order-queries.ts'
import { lockPayments, type PaymentRow } from '../collecting/payment-queries.ts'
import { showRefundNow } from './list-refunds.ts'
import { promiseRefund } from './promise-refund.ts'
import { findRefund, listRefunds, type RefundRow } from './refund-queries.ts'
import { openFenOf, openPremiumFenOf } from './give-anew.ts'
import { canOf } from './refund-words.ts'
import { settleRefund } from './settle-refund.ts'
import { freeOf } from './share-out.ts'

type Api = typeof contract.payments
type Input = InputOf<Api['refundAgain']>

export async function refundAgain(c: OperatorContext, input: Input): Promise<ReturnOf<Api['refundAgain']>> {
  const { number } = input.params
  const refund = await inBooks(c, (tx) => findRefund(tx, number))
  if (!refund) throw notFound('这笔退款')
  if (canOf(refund).again) await askProvider(c, refund)
  return showRefundNow(c, await inBooks(c, (tx) => promiseAgain(c, tx, input)))
}

async function askProvider(c: OperatorContext, { number }: RefundRow): Promise<void> {
  const fact = await c.outside.wechatPay.queryRefund(number)
  if (fact?.state === 'SUCCESS') await settleRefund(c, fact)
  if (fact && fact.state !== 'CLOSED')
    throw new AppError(
      'NOT_ALLOWED_NOW',
      fact.state === 'SUCCESS' ? '原来那一笔已经到账，不用再退' : '微信支付还在处理原来那一笔，请稍后再看',
    )
}

/** The number of the new one; of a retry: that of the first try. */
async function promiseAgain(c: OperatorContext, tx: Tx, { params, body }: Input): Promise<string> {
  const now = c.clock.now()
  const seen = await findRefund(tx, params.number)
  if (!seen?.payment_number) throw new AppError('NOT_ALLOWED_NOW', '这笔退款没有受理，不能重新退')
  const command = { actorId: c.viewer.operatorId, commandId: body.commandId, subjectId: seen.order_id, now }
  if (await claimCommand(tx, { ...command, name: `payments.refund-again:${params.number}` }))
    return (await findRefund(tx, params.number))?.again_number ?? params.number
  const payments = await lockPayments(tx, seen.order_id)
  await lockOrder(tx, seen.order_id)
  const refund = (await findRefund(tx, params.number)) ?? seen
  if (refund.claim_id) throw new AppError('NOT_ALLOWED_NOW', '这是先行赔付，请在赔付里再付一次')
  if (!canOf(refund).again) throw new AppError('CONFLICT', '这笔退款已经变化，请看最新情况后再操作')
  // less than it was, where the desk has given a part of it anew
  const wish = {
    ...refund,
    payment_number: seen.payment_number,
    amount_fen: openFenOf(refund),
    premium_fen: openPremiumFenOf(refund),
  }
  await requireMoney(tx, wish, payments)
  const by = { kind: 'operator' as const, id: c.viewer.operatorId }
  const again = await promiseRefund(tx, wish, by, now)
  const audit = { actor: actorOf(c.viewer), action: 'payments.refund-again', subjectId: refund.number }
  await writeAudit(tx, { ...audit, reason: body.reason, detail: { again }, now })
  return again
}

async function requireMoney(tx: Tx, refund: RefundRow, payments: PaymentRow[]): Promise<void> {
  const { order_id: orderId, amount_fen: amountFen, premium_fen: premiumFen } = refund
  const free = freeOf(payments, await listRefunds(tx, orderId))
  if (!free.some((part) => part.paymentNumber === refund.payment_number && part.amountFen >= amountFen))
    throw new AppError('NOT_ALLOWED_NOW', '这笔付款剩下的钱不够退')
  if ((await heldFenOf(tx, orderId)) < amountFen - premiumFen || (await premiumFenOf(tx, orderId)) < premiumFen)
    throw new AppError('NOT_ALLOWED_NOW', '托管的钱不够退：订单已经结算，请走先行赔付')
}
