/** The family picks another companion while nobody has accepted, or leaves it to the platform. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { companionContact, releaseTime, requireCompanion, reserveTime } from '../../companions/index.ts'
import { invalid } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import { addTask, cancelTask } from '../../core/tasks.ts'
import type { AccountContext } from '../../system.ts'
import { carryOut } from '../command.ts'
import { findOrderOfAccount } from '../order-queries.ts'
import { checkCompanion } from '../prices/get-quote.ts'
import { contactOf, progress } from '../progress.ts'
import { planUnanswered } from '../unanswered.ts'
import { showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders

export async function chooseCompanion(
  c: AccountContext,
  { params, body }: InputOf<Api['chooseCompanion']>,
): Promise<ReturnOf<Api['chooseCompanion']>> {
  const { accountId } = c.viewer
  const chosen = body.companionId ? await requireCompanion(c, body.companionId) : null
  const contact = chosen && (await companionContact(c, chosen.id))
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'chooseCompanion',
      refusal: '现在不能换陪诊员',
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    async (tx, order) => {
      if (order.companion_id === body.companionId) throw invalid('companionId', '和现在的安排一样')
      if (chosen) checkCompanion(chosen, order.segment)
      const now = c.clock.now()
      const former = await contactOf(c, tx, order)
      await releaseTime(tx, order.id)
      await cancelTask(tx, `orders.unanswered:${order.id}`)
      if (chosen)
        await reserveTime(tx, {
          companionId: chosen.id,
          orderId: order.id,
          startsAt: order.starts_at,
          endsAt: order.ends_at,
          now,
        })
      const moved = await progress(c, tx, order, {
        kind: 'assigned',
        state: 'paid',
        byWhom: 'family',
        actorId: accountId,
        sentence: chosen ? `已选择 ${chosen.name}，等待确认` : '已请平台安排陪诊员',
        companion: contact,
        formerCompanion: former,
        changes: sql`companion_id = ${body.companionId}, is_chosen = ${chosen !== null}`,
      })
      await planUnanswered(tx, moved, now)
      if (!chosen) await addTask(tx, { kind: 'orders.offer-to-pool', payload: { orderId: order.id }, now })
    },
  )
  return showFamilyOrder(c, params.id)
}
