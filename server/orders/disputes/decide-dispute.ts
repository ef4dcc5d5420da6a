/** A dispatcher decides: the companion is paid, or a part or all goes back and the rest is settled. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import type { Tx } from '../../core/database.ts'
import { invalid, notFound } from '../../core/errors.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import { sql } from '../../core/sql.ts'
import { actorOf } from '../../core/viewer.ts'
import { returnCoupon } from '../../coupons/index.ts'
import type { OperatorContext } from '../../system.ts'
import { carryOut } from '../command.ts'
import { confirm } from '../family/confirm-order.ts'
import { leftOf, newRefund } from '../order-money.ts'
import { findOrder, type OrderRow } from '../order-queries.ts'
import { contactOf, note, notNow, progress } from '../progress.ts'
import { promiseRefund } from '../refunds.ts'
import { settle } from '../settlement.ts'
import { endDisputeRow, findDispute } from './dispute-queries.ts'
import { showBoardDisputes } from './list-disputes.ts'

type Api = typeof contract.orders
type Body = InputOf<Api['decideDispute']>['body']

export async function decideDispute(
  c: OperatorContext,
  { params, body }: InputOf<Api['decideDispute']>,
): Promise<ReturnOf<Api['decideDispute']>> {
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'openDispute',
      refusal: '没有正在处理的异议',
      load: (tx) => findOrder(tx, params.id),
    },
    async (tx, order) => {
      if (order.disputed_at === null) throw notNow(order, '没有正在处理的异议')
      check(order, body)
      await decide(c, tx, order, body)
    },
  )
  const row = await findDispute(c.db, params.id)
  const [shown] = row ? await showBoardDisputes(c, [row]) : []
  if (!shown) throw notFound('这个异议')
  return shown
}

function check(order: OrderRow, { decision, refundFen }: Body): void {
  if (decision === 'release' && refundFen !== 0) throw invalid('refundFen', '不退款时金额应为 0')
  if (decision === 'refund' && refundFen === 0) throw invalid('refundFen', '请填写退款金额')
  if (refundFen > leftOf(order)) throw invalid('refundFen', `最多可退 ${yuan(leftOf(order))}`)
}

async function decide(c: OperatorContext, tx: Tx, order: OrderRow, body: Body): Promise<void> {
  const now = c.clock.now()
  const { operatorId } = c.viewer
  const { decision, refundFen, bornBy, answer } = body
  await endDisputeRow(tx, order.id, {
    decision,
    refundFen,
    bornBy: decision === 'refund' ? bornBy : null,
    answerEnc: await c.cipher.seal(tx, order.patient_id, 'dispute-answer', answer),
    operatorId,
    now,
  })
  await emit(tx, 'orders.frozen', { orderId: order.id, isFrozen: false, at: now.toISOString() }, now)
  if (refundFen > 0)
    await promiseRefund(tx, {
      orderId: order.id,
      refundKey: `${order.id}:dispute`,
      amountFen: refundFen,
      bornBy,
      reason: '平台处理异议后退款',
      now,
    })
  if (refundFen > 0 && refundFen === leftOf(order) && order.coupon_id) await returnCoupon(tx, order.id, now)
  const changes = sql`disputed_at = null, ${newRefund(refundFen, bornBy)}`
  const said = {
    kind: 'dispute-decided' as const,
    sentence:
      refundFen > 0 ? `平台已答复您的异议，退款 ${yuan(refundFen)} 原路返回` : '平台已答复您的异议，请看处理结果',
    publicSentence: '平台已处理家属的异议，结算继续',
    byWhom: 'operator' as const,
    actorId: operatorId,
    companion: order.accepted_at ? await contactOf(c, tx, order) : null,
  }
  if (order.state === 'reported') {
    await note(c, tx, order, said)
    await confirm(c, tx, order, {
      byWhom: 'operator',
      actorId: operatorId,
      sentence: '异议已处理，服务确认完成',
      changes,
    })
  } else await settle(c, tx, await progress(c, tx, order, { ...said, state: order.state, changes }), '异议已处理')
  await writeAudit(tx, {
    actor: actorOf(c.viewer),
    action: 'orders.decide-dispute',
    subjectId: order.id,
    // the answer may speak of the visit: it is sealed, the log says only what was decided
    reason: '',
    now,
    detail: { decision, refundFen, bornBy },
  })
}
