/** The family says it was done; what is held is released. After 72 hours it is taken as said (jobs.ts). */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { sql, type Sql } from '../../core/sql.ts'
import { cancelTask } from '../../core/tasks.ts'
import type { AccountContext, System } from '../../system.ts'
import { noteWithdrawn } from '../disputes/withdraw-dispute.ts'
import { carryOut } from '../command.ts'
import { leftOf } from '../order-money.ts'
import { findOrderOfAccount, type OrderRow } from '../order-queries.ts'
import { saysDone } from '../order-words.ts'
import { contactOf, progress } from '../progress.ts'
import { settle } from '../settlement.ts'
import { showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders

export async function confirmOrder(
  c: AccountContext,
  { params, body }: InputOf<Api['confirmOrder']>,
): Promise<ReturnOf<Api['confirmOrder']>> {
  const { accountId } = c.viewer
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'confirm',
      refusal: '报告出来后才能确认',
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    async (tx, order) => {
      // she says that it was done: that says more than taking the dispute back
      if (order.disputed_at) await noteWithdrawn(c, tx, order)
      await confirm(c, tx, order, {
        byWhom: 'family',
        actorId: accountId,
        sentence: saysDone('confirmed', '', order.hospital_name),
      })
    },
  )
  return showFamilyOrder(c, params.id)
}

export async function confirm(
  system: System,
  tx: Tx,
  order: OrderRow,
  by: { byWhom: 'family' | 'operator' | 'system'; actorId: string | null; sentence: string; changes?: Sql },
): Promise<void> {
  const { changes, ...said } = by
  const now = system.clock.now()
  const done = await progress(system, tx, order, {
    kind: 'confirmed',
    state: 'confirmed',
    ...said,
    companion: await contactOf(system, tx, order),
    changes: sql`closed_at = ${now}, ${changes ?? sql`disputed_at = null`}`,
  })
  await cancelTask(tx, `orders.confirm:${order.id}`)
  await emit(
    tx,
    'orders.confirmed',
    { orderId: order.id, totalFen: leftOf(done), companionId: order.companion_id },
    now,
  )
  await settle(system, tx, done)
}
