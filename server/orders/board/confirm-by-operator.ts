/** The desk confirms for a family that cannot: with a reason, in the log. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { carryOut } from '../command.ts'
import { confirm } from '../family/confirm-order.ts'
import { findOrder } from '../order-queries.ts'
import { notNow } from '../progress.ts'

type Api = typeof contract.orders

export async function confirmByOperator(
  c: OperatorContext,
  { params, body }: InputOf<Api['confirmByOperator']>,
): Promise<ReturnOf<Api['confirmByOperator']>> {
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'confirm',
      refusal: '报告出来后才能确认',
      load: (tx) => findOrder(tx, params.id),
    },
    async (tx, order) => {
      if (order.disputed_at) throw notNow(order, '家属有异议还没处理，请先处理异议')
      await confirm(c, tx, order, {
        byWhom: 'operator',
        actorId: c.viewer.operatorId,
        sentence: '平台代为确认完成',
      })
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'orders.confirm',
        subjectId: order.id,
        reason: body.reason,
        now: c.clock.now(),
      })
    },
  )
  return { done: true }
}
