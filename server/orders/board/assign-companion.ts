/** A dispatcher gives the order to a companion, also in the middle of a visit (the first one fell ill). */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { companionContact, releaseTime, requireCompanion, reserveTime } from '../../companions/index.ts'
import { addMinutes } from '../../core/clock.ts'
import { writeAudit } from '../../core/audit.ts'
import { invalid } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import { cancelTask } from '../../core/tasks.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { reviseForCompanion } from '../agreements.ts'
import { carryOut } from '../command.ts'
import { addRefusal, findOrder, type OrderRow } from '../order-queries.ts'
import { forgetPlace } from '../place.ts'
import { contactOf, progress } from '../progress.ts'
import { planUnanswered } from '../unanswered.ts'
import { showBoardOrder } from './board-order.ts'

type Api = typeof contract.orders
/** before the meeting the new companion begins anew and answers first; after it she goes on where the other stopped */
const BEFORE_MEETING = new Set(['paid', 'accepted', 'departed'])

export async function assignCompanion(
  c: OperatorContext,
  { params, body }: InputOf<Api['assignCompanion']>,
): Promise<ReturnOf<Api['assignCompanion']>> {
  const chosen = await requireCompanion(c, body.companionId)
  const contact = await companionContact(c, chosen.id)
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'assign',
      refusal: '这个订单现在不能指派',
      load: (tx) => findOrder(tx, params.id),
    },
    async (tx, order) => {
      if (order.companion_id === chosen.id) throw invalid('companionId', '现在就是这位陪诊员')
      if (!chosen.segments.includes(order.segment)) throw invalid('companionId', '这位陪诊员没有这个类型的资格')
      const now = c.clock.now()
      const isBefore = BEFORE_MEETING.has(order.state)
      const former = await contactOf(c, tx, order)
      await releaseTime(tx, order.id)
      await forgetPlace(tx, order.id)
      await cancelTask(tx, `orders.unanswered:${order.id}`)
      if (former)
        await addRefusal(tx, {
          orderId: order.id,
          companionId: former.id,
          kind: 'reassigned',
          reason: body.reason,
          at: now,
        })
      await reserveTime(tx, {
        companionId: chosen.id,
        orderId: order.id,
        ...(isBefore ? { startsAt: order.starts_at, endsAt: order.ends_at } : restOf(order, now)),
        now,
        isAnyHour: true,
      })
      const moved = await progress(c, tx, order, {
        kind: 'assigned',
        state: isBefore ? 'paid' : order.state,
        byWhom: 'operator',
        actorId: c.viewer.operatorId,
        companion: contact,
        formerCompanion: former,
        sentence: isBefore ? `平台已安排 ${chosen.name}，等待确认` : `${chosen.name} 已接手这次服务`,
        changes: isBefore
          ? sql`companion_id = ${chosen.id}, is_chosen = false, accepted_at = null, round = round + 1`
          : sql`companion_id = ${chosen.id}, is_chosen = false, accepted_at = ${now}`,
      })
      await reviseForCompanion(tx, order.id, now)
      if (isBefore) await planUnanswered(tx, moved, now)
      await writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'orders.assign',
        subjectId: order.id,
        reason: body.reason,
        now,
        detail: { to: chosen.id, from: order.companion_id },
      })
    },
  )
  return showBoardOrder(c, params.id)
}

const LEAST_MINUTES = 30
/** Who takes over in the middle is needed from now on; what she did this morning is no matter. */
function restOf(order: OrderRow, now: Date): { startsAt: Date; endsAt: Date } {
  const startsAt = order.starts_at > now ? order.starts_at : now
  const least = addMinutes(startsAt, LEAST_MINUTES)
  return { startsAt, endsAt: order.ends_at > least ? order.ends_at : least }
}
