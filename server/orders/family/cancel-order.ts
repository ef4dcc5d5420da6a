/** Calling a visit off; the refund is shown before the tap and must still be the same at the tap. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { RefundPreview } from '@banyi/contract/orders'
import { AppError, notFound } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { addTask } from '../../core/tasks.ts'
import type { AccountContext, System } from '../../system.ts'
import { closeOrder } from '../closing.ts'
import { carryOut } from '../command.ts'
import { paidForService } from '../order-money.ts'
import { findOrderOfAccount, type OrderRow } from '../order-queries.ts'
import { isAllowed } from '../order-states.ts'
import { notNow } from '../progress.ts'
import { previewRefund } from '../refund-rules.ts'
import { showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders
const TOO_LATE = '服务已经开始，不能自己取消，请联系陪诊员或平台'

export const refundNow = (system: System, order: OrderRow): RefundPreview =>
  previewRefund(
    {
      state: order.state,
      paidFen: paidForService(order),
      premiumFen: order.premium_fen - order.premium_back_fen,
      refundDueFen: order.refund_due_fen,
      startsAt: order.starts_at,
      hasAcceptedCompanion: order.accepted_at !== null,
      rules: order.quote.refundRules,
      capPercent: order.refund_cap_percent,
      version: order.version,
    },
    system.clock.now(),
  )

export async function previewCancel(
  c: AccountContext,
  { params }: InputOf<Api['previewCancel']>,
): Promise<ReturnOf<Api['previewCancel']>> {
  const order = await findOrderOfAccount(c.db, params.id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  if (!isAllowed('cancelByFamily', order.state)) throw notNow(order, TOO_LATE)
  return refundNow(c, order)
}

export async function cancelOrder(
  c: AccountContext,
  { params, body }: InputOf<Api['cancelOrder']>,
): Promise<ReturnOf<Api['cancelOrder']>> {
  const { accountId } = c.viewer
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'cancelByFamily',
      refusal: TOO_LATE,
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    async (tx, order) => {
      const { refundFen } = refundNow(c, order)
      if (refundFen !== body.refundFen)
        throw new AppError('CONFLICT', `退款金额已变为 ${yuan(refundFen)}，请重新确认`, {
          facts: { refundFen, version: order.version },
        })
      const wasUnpaid = order.state === 'booked'
      await closeOrder(c, tx, order, {
        state: 'cancelled',
        sentence: refundFen > 0 ? '订单已取消，退款原路返回' : '订单已取消',
        refundFen,
        reason: body.reason || '家属取消',
        byWhom: 'family',
        actorId: accountId,
      })
      // nobody may pay for it any more; if somebody just did, the money comes back by itself
      if (wasUnpaid)
        await addTask(tx, { kind: 'orders.close-payments', payload: { orderId: order.id }, now: c.clock.now() })
    },
  )
  return showFamilyOrder(c, params.id)
}
