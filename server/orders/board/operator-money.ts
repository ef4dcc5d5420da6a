/** What operators do with an order's money and code: always with a reason, always in the log. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { invalid } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { addTask } from '../../core/tasks.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { closeOrder } from '../closing.ts'
import { carryOut } from '../command.ts'
import { renewCode } from '../family/visit-code.ts'
import { changeOrder, findOrder } from '../order-queries.ts'
import { leftOf, refundableOf, refundByHand, splitByHand } from '../order-money.ts'
import { notNow, stale } from '../progress.ts'
import { premiumKey, promiseRefund } from '../refunds.ts'
import { showBoardOrder } from './board-order.ts'

type Api = typeof contract.orders
const SETTLED = '款项已结算给陪诊员，要补偿家属请走先行赔付'

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
      const left = leftOf(order)
      if (body.refundFen > left) throw invalid('refundFen', `最多可退 ${yuan(left)}`)
      if (order.disputed_at) throw notNow(order, '家属有异议还没处理，请在异议里决定退款')
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
      refusal: '没有可退的款',
      load: (tx) => findOrder(tx, params.id),
    },
    async (tx, order) => {
      const now = c.clock.now()
      const left = refundableOf(order)
      if (order.paid_at === null) throw notNow(order, '这个订单没有支付')
      if (left === 0 && order.settlement_at !== null) throw notNow(order, SETTLED)
      if (body.amountFen > left) throw invalid('amountFen', `最多可退 ${yuan(left)}`)
      const { premiumFen, anewFen, newFen } = splitByHand(order, body.amountFen)
      if (newFen > leftOf(order))
        throw invalid('amountFen', `没退成的保费 ${yuan(order.premium_given_up_fen)} 只能整笔退`)
      const moved = await changeOrder(tx, order, order.state, refundByHand(order, body.amountFen, body.bornBy))
      if (!moved) throw stale(order)
      const refundKey = `${order.id}:operator-${body.commandId}`
      const { bornBy, reason } = body
      const priceFen = anewFen + newFen
      const refund = { orderId: order.id, bornBy, reason, now }
      if (priceFen > 0) await promiseRefund(tx, { ...refund, refundKey, amountFen: priceFen, anewFen })
      if (premiumFen > 0)
        await promiseRefund(tx, {
          ...refund,
          refundKey: premiumKey(refundKey),
          amountFen: premiumFen,
          anewFen: premiumFen,
        })
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'orders.refund',
        subjectId: order.id,
        reason: body.reason,
        now,
        detail: { amountFen: body.amountFen, bornBy: body.bornBy },
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
