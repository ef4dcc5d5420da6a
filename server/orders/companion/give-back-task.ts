/** Not taking an order that was offered, and handing over one that was taken. Either way somebody else is looked for at once. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../../system.ts'
import { carryOut } from '../command.ts'
import { loseCompanion } from '../lose-companion.ts'
import { addRefusal } from '../order-queries.ts'
import { requireMe } from './me.ts'
import { findTask } from './task-queries.ts'

type Api = typeof contract.orders

export async function refuseTask(
  c: AccountContext,
  { params, body }: InputOf<Api['refuseTask']>,
): Promise<ReturnOf<Api['refuseTask']>> {
  const me = await requireMe(c)
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'refuse',
      refusal: '这一单已经不在待接单里了',
      load: (tx) => findTask(tx, params.id, me, c.clock.now()),
    },
    async (tx, order) => {
      // from the pool: only she stops seeing it
      if (order.companion_id === null)
        await addRefusal(tx, {
          orderId: order.id,
          companionId: me.id,
          kind: 'refused',
          reason: body.reason,
          at: c.clock.now(),
        })
      else
        await loseCompanion(c, tx, order, {
          cause: 'refused',
          reason: body.reason,
          byWhom: 'companion',
          actorId: c.viewer.accountId,
        })
    },
  )
  return { done: true }
}

export async function handOverTask(
  c: AccountContext,
  { params, body }: InputOf<Api['handOverTask']>,
): Promise<ReturnOf<Api['handOverTask']>> {
  const me = await requireMe(c)
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'handOver',
      refusal: '已与就诊人会合，不能自己转交，请打电话给平台',
      load: (tx) => findTask(tx, params.id, me, c.clock.now()),
    },
    async (tx, order) => {
      await loseCompanion(c, tx, order, {
        cause: 'handed-over',
        reason: body.reason,
        byWhom: 'companion',
        actorId: c.viewer.accountId,
      })
    },
  )
  return { done: true }
}
