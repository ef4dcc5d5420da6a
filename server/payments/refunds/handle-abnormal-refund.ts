/**
 * Finance sends an abnormal refund another way: to a bank card of the family, or to our own bank. Card number and name go
 * to the provider encrypted and are kept nowhere: not in the row, not in the audit, not in the log.
 */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import { OutsideRefusal, OutsideUnavailable } from '../../outside/outside-error.ts'
import { PayRefusal } from '../../outside/wechat-pay/client.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { sendRefundAt } from '../follow-key.ts'
import { addStep } from '../payouts/steps.ts'
import { showRefundNow } from './list-refunds.ts'
import { claimAbnormal, findRefund, type RefundRow } from './refund-queries.ts'
import { settleRefund } from './settle-refund.ts'

type Api = typeof contract.payments
type Input = InputOf<Api['handleAbnormalRefund']>

export async function handleAbnormalRefund(
  c: OperatorContext,
  { params, body }: Input,
): Promise<ReturnOf<Api['handleAbnormalRefund']>> {
  const refund = await claim(c, params.number, body)
  if (refund) await send(c, refund, body)
  return showRefundNow(c, params.number)
}

/** Only whoever moves it out of `abnormal` may ask the provider. Null: this command was carried out before. */
const claim = (c: OperatorContext, number: string, body: Input['body']): Promise<RefundRow | null> =>
  inBooks(c, async (tx) => {
    const now = c.clock.now()
    const found = await findRefund(tx, number)
    if (!found) throw notFound('这笔退款')
    const command = { actorId: c.viewer.operatorId, commandId: body.commandId, subjectId: found.order_id, now }
    if (await claimCommand(tx, { ...command, name: `payments.abnormal:${number}` })) return null
    await lockPayments(tx, found.order_id)
    const claimed = await claimAbnormal(tx, number, body.to === 'our-bank', now)
    if (!claimed?.refund_id) throw new AppError('NOT_ALLOWED_NOW', '这笔退款现在不是异常状态，请看最新情况')
    const what = body.to === 'our-bank' ? '改退到平台银行户' : '改退到家属的银行卡'
    await addStep(tx, {
      subject: number,
      actor: { kind: 'operator', id: c.viewer.operatorId },
      what,
      reason: body.reason,
      at: now,
    })
    const detail = body.to === 'our-bank' ? { to: body.to } : { to: body.to, bankType: body.bankType }
    const audit = { actor: actorOf(c.viewer), action: 'payments.handle-abnormal-refund', subjectId: number }
    await writeAudit(tx, { ...audit, reason: body.reason, detail, now })
    // whatever becomes of the answer, it is asked after
    await sendRefundAt(tx, { number, step: 1 }, now, new Date(now.getTime() + 60_000))
    return claimed
  })

async function send(c: OperatorContext, refund: RefundRow, body: Input['body']): Promise<void> {
  const { number: refundNumber, refund_id: refundId } = refund
  const target =
    body.to === 'our-bank'
      ? { to: body.to }
      : { to: body.to, bankType: body.bankType, cardNumber: body.cardNumber, realName: body.realName }
  try {
    await settleRefund(
      c,
      await c.outside.wechatPay.applyAbnormalRefund({ refundId: refundId ?? '', refundNumber, ...target }),
    )
  } catch (error) {
    if (error instanceof PayRefusal) return refused(c, refundNumber, error)
    if (!(error instanceof OutsideUnavailable || error instanceof OutsideRefusal)) throw error
    // no detail: what they say may repeat what we sent
    c.log.warn({ number: refundNumber }, 'no answer to an abnormal refund: it is asked after')
  }
}

/** They said no; what it is now they say when asked (another may have been quicker). */
async function refused(c: OperatorContext, number: string, { vendorCode }: PayRefusal): Promise<void> {
  const fact = await c.outside.wechatPay.queryRefund(number)
  if (fact) await settleRefund(c, fact)
  if (fact && fact.state !== 'ABNORMAL') return
  throw new AppError('NOT_ALLOWED_NOW', `微信支付没有接受，请核对卡号、姓名和银行后再试（${vendorCode}）`)
}
