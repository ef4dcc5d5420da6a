/** What operators do with an order's money and code: always with a reason, always in the log. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { invalid } from '../../core/errors.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import { sql } from '../../core/sql.ts'
import { addTask } from '../../core/tasks.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { closeOrder } from '../closing.ts'
import { carryOut } from '../command.ts'
import { renewCode } from '../family/visit-code.ts'
import { changeOrder, findOrder } from '../order-queries.ts'
import { notNow, stale } from '../progress.ts'
import { showBoardOrder } from './board-order.ts'

type Api = typeof contract.orders

/** The operator may give back more or less than the rules say, up to what is left of the price. */
export async function cancelByOperator(
  c: OperatorContext,
  { params, body }: InputOf<Api['cancelByOperator']>,
): Promise<ReturnOf<Api['cancelByOperator']>> {
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'cancelByOperator',
      refusal: '这个订单已经结束',
      load: (tx) => findOrder(tx, params.id),
    },
    async (tx, order) => {
      const left = order.paid_at === null ? 0 : order.total_fen - order.refund_due_fen
      if (body.refundFen > left) throw invalid('refundFen', `最多可退 ${yuan(left)}`)
      const wasUnpaid = order.state === 'booked'
      await closeOrder(c, tx, order, {
        state: 'cancelled',
        sentence: body.refundFen > 0 ? '平台已取消订单，退款原路返回' : '平台已取消订单',
        refundFen: body.refundFen,
        reason: body.reason,
        byWhom: 'operator',
        actorId: c.viewer.operatorId,
      })
      if (wasUnpaid)
        await addTask(tx, { kind: 'orders.close-payments', payload: { orderId: order.id }, now: c.clock.now() })
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'orders.cancel',
        subjectId: order.id,
        reason: body.reason,
        now: c.clock.now(),
        detail: { refundFen: body.refundFen },
      })
    },
  )
  return showBoardOrder(c, params.id)
}

/** Part of the price back while the order goes on or after it. */
export async function refundByOperator(
  c: OperatorContext,
  { params, body }: InputOf<Api['refundByOperator']>,
): Promise<ReturnOf<Api['refundByOperator']>> {
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'refundByOperator',
      refusal: '没有可退的款；已确认完成的订单款项已结算，请走售后流程',
      load: (tx) => findOrder(tx, params.id),
    },
    async (tx, order) => {
      const now = c.clock.now()
      const left = order.total_fen - order.refund_due_fen
      if (order.paid_at === null) throw notNow(order, '这个订单没有支付')
      if (body.amountFen > left) throw invalid('amountFen', `最多可退 ${yuan(left)}`)
      const moved = await changeOrder(
        tx,
        order,
        order.state,
        sql`refund_due_fen = refund_due_fen + ${body.amountFen}, refund_failed_at = null`,
      )
      if (!moved) throw stale(order)
      await emit(
        tx,
        'orders.refund-due',
        {
          orderId: order.id,
          refundKey: `${order.id}:operator-${body.commandId}`,
          amountFen: body.amountFen,
          reason: body.reason,
        },
        now,
      )
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'orders.refund',
        subjectId: order.id,
        reason: body.reason,
        now,
        detail: { amountFen: body.amountFen },
      })
    },
  )
  return showBoardOrder(c, params.id)
}

export async function renewCodeByOperator(
  c: OperatorContext,
  { params, body }: InputOf<Api['renewCodeByOperator']>,
): Promise<ReturnOf<Api['renewCodeByOperator']>> {
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'renewCode',
      refusal: '不再需要就诊码',
      load: (tx) => findOrder(tx, params.id),
    },
    async (tx, order) => {
      await renewCode(c, tx, order, 'operator', c.viewer.operatorId)
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'orders.renew-code',
        subjectId: order.id,
        reason: body.reason,
        now: c.clock.now(),
      })
    },
  )
  return showBoardOrder(c, params.id)
}
