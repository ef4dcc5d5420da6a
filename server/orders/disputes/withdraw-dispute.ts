/** The family takes it back: the clocks go on with what was left, a day more, at most the 72 hours. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { addSeconds } from '../../core/clock.ts'
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { sql } from '../../core/sql.ts'
import { addTask } from '../../core/tasks.ts'
import type { AccountContext, System } from '../../system.ts'
import { carryOut } from '../command.ts'
import { findOrderOfAccount, type OrderRow } from '../order-queries.ts'
import { contactOf, notNow, progress } from '../progress.ts'
import { CALM_HOURS, settleLater } from '../settlement.ts'
import { endDisputeRow, findDispute } from './dispute-queries.ts'
import { readMyDispute } from './open-dispute.ts'

type Api = typeof contract.orders
const HOUR = 3600
const A_DAY_MORE = 24 * HOUR

export async function withdrawDispute(
  c: AccountContext,
  { params, body }: InputOf<Api['withdrawDispute']>,
): Promise<ReturnOf<Api['withdrawDispute']>> {
  const { accountId } = c.viewer
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'openDispute',
      refusal: '没有正在处理的异议',
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    async (tx, order) => {
      const dispute = await findDispute(tx, order.id)
      if (order.disputed_at === null || !dispute) throw notNow(order, '没有正在处理的异议')
      const now = c.clock.now()
      const until = addSeconds(now, Math.min(CALM_HOURS * HOUR, dispute.left_seconds + A_DAY_MORE))
      const isReported = order.state === 'reported'
      await noteWithdrawn(c, tx, order)
      await progress(c, tx, order, {
        kind: 'dispute-decided',
        state: order.state,
        sentence: '您撤回了异议，结算照常进行',
        publicSentence: '家属撤回了异议，结算照常进行',
        byWhom: 'family',
        actorId: accountId,
        companion: order.accepted_at ? await contactOf(c, tx, order) : null,
        changes: isReported ? sql`disputed_at = null, auto_confirm_at = ${until}` : sql`disputed_at = null`,
      })
      if (!isReported) return settleLater(tx, order.id, until, now)
      await addTask(tx, {
        kind: 'orders.confirm-silently',
        key: `orders.confirm:${order.id}`,
        payload: { orderId: order.id },
        now,
        runAt: until,
      })
    },
  )
  return readMyDispute(c, params.id)
}

/** Also when she confirms in spite of it: that says more than taking it back. */
export async function noteWithdrawn(system: System, tx: Tx, order: OrderRow): Promise<void> {
  const now = system.clock.now()
  await endDisputeRow(tx, order.id, {
    decision: 'withdrawn',
    refundFen: 0,
    bornBy: null,
    answerEnc: null,
    operatorId: null,
    now,
  })
  await emit(tx, 'orders.frozen', { orderId: order.id, isFrozen: false, at: now.toISOString() }, now)
}
