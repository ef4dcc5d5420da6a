/**
 * The family is not content: nothing is released until it is decided. After a report until it is confirmed, or within 72
 * hours after a call-off of which a part was kept. Once per order.
 */
import { randomUUID } from 'node:crypto'
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { addHours } from '../../core/clock.ts'
import { notFound } from '../../core/errors.ts'
import { emit } from '../../core/events.ts'
import { sql } from '../../core/sql.ts'
import { cancelTask } from '../../core/tasks.ts'
import type { AccountContext } from '../../system.ts'
import { carryOut } from '../command.ts'
import { findOrderOfAccount, type OrderRow } from '../order-queries.ts'
import { isAllowed } from '../order-states.ts'
import { contactOf, notNow, progress } from '../progress.ts'
import { settleKey } from '../settlement.ts'
import { findDispute, insertDispute } from './dispute-queries.ts'
import { showDispute } from './dispute-view.ts'

type Api = typeof contract.orders
const ANSWER_HOURS = 24

/** null: she may; otherwise why not, with what she can do instead */
export function whyNoDispute(order: OrderRow, hadOne: boolean, now: Date): string | null {
  if (!isAllowed('openDispute', order.state)) return '报告出来之后、确认之前可以提出异议；现在有问题请联系平台'
  if (order.settlement_at !== null) return '款项已经结算，不能再提异议；有损失请联系平台，按先行赔付处理'
  if (order.disputed_at !== null || hadOne) return '这个订单已经提过异议，有新的情况请联系平台'
  if (order.state !== 'reported' && (order.settle_at === null || order.settle_at <= now))
    return order.settle_at === null ? '这个订单没有收取费用，不需要提异议' : '超过 72 小时，不能再提异议，请联系平台'
  return null
}

export async function openDispute(
  c: AccountContext,
  { params, body }: InputOf<Api['openDispute']>,
): Promise<ReturnOf<Api['openDispute']>> {
  const { accountId } = c.viewer
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'openDispute',
      refusal: '报告出来之后、确认之前可以提出异议；现在有问题请联系平台',
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    async (tx, order) => {
      const now = c.clock.now()
      const why = whyNoDispute(order, (await findDispute(tx, order.id)) !== null, now)
      if (why !== null) throw notNow(order, why)
      const deadline = (order.state === 'reported' ? order.auto_confirm_at : order.settle_at) ?? now
      await insertDispute(tx, {
        id: randomUUID(),
        order_id: order.id,
        category: body.category,
        what_enc: await c.cipher.seal(tx, order.patient_id, 'dispute-what', body.what),
        opened_at: now,
        answer_before: addHours(now, ANSWER_HOURS),
        left_seconds: Math.max(0, Math.floor((deadline.getTime() - now.getTime()) / 1000)),
      })
      await progress(c, tx, order, {
        kind: 'disputed',
        state: order.state,
        sentence: `已收到您的异议，结算暂停，平台 ${ANSWER_HOURS} 小时内答复`,
        publicSentence: '家属对服务有异议，平台正在处理，结算暂停',
        byWhom: 'family',
        actorId: accountId,
        companion: order.accepted_at ? await contactOf(c, tx, order) : null,
        changes: sql`disputed_at = ${now}, auto_confirm_at = null, settle_at = null`,
      })
      for (const key of [`orders.confirm:${order.id}`, settleKey(order.id)]) await cancelTask(tx, key)
      await emit(tx, 'orders.frozen', { orderId: order.id, isFrozen: true, at: now.toISOString() }, now)
    },
  )
  return readMyDispute(c, params.id)
}

export async function readMyDispute(c: AccountContext, orderId: string): Promise<ReturnOf<Api['openDispute']>> {
  const order = await findOrderOfAccount(c.db, orderId, c.viewer.accountId)
  const row = order && (await findDispute(c.db, order.id))
  if (!row) throw notFound('这个异议')
  return showDispute(c, order.patient_id, row, true)
}
