/** She takes the order: one winner. An order from the pool takes her time in the same transaction. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { companionContact, reserveTime } from '../../companions/index.ts'
import { sql } from '../../core/sql.ts'
import { cancelTask } from '../../core/tasks.ts'
import type { AccountContext } from '../../system.ts'
import { checkContractVersion, contractVersionOf, signByCompanion } from '../agreements.ts'
import { carryOut } from '../command.ts'
import { saysDone } from '../order-words.ts'
import { progress } from '../progress.ts'
import { showTaskById } from './list-tasks.ts'
import { requireMe } from './me.ts'
import { findTask } from './task-queries.ts'

type Api = typeof contract.orders

export async function acceptTask(
  c: AccountContext,
  { params, body }: InputOf<Api['acceptTask']>,
): Promise<ReturnOf<Api['acceptTask']>> {
  const me = await requireMe(c, false)
  const contact = await companionContact(c, me.id)
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'accept',
      refusal: '这一单已经被接走或取消了',
      load: (tx) => findTask(tx, params.id, me, c.clock.now()),
    },
    async (tx, order) => {
      checkContractVersion(body.contractVersion, contractVersionOf(order))
      const now = c.clock.now()
      if (order.companion_id === null)
        await reserveTime(tx, {
          companionId: me.id,
          orderId: order.id,
          startsAt: order.starts_at,
          endsAt: order.ends_at,
          now,
        })
      await signByCompanion(c, tx, order, me)
      await cancelTask(tx, `orders.unanswered:${order.id}`)
      await progress(c, tx, order, {
        kind: 'accepted',
        state: 'accepted',
        sentence: saysDone('accepted', me.name, order.hospital_name),
        byWhom: 'companion',
        actorId: c.viewer.accountId,
        companion: contact,
        changes: sql`companion_id = ${me.id}, accepted_at = ${now}`,
      })
    },
  )
  return showTaskById(c, params.id)
}
