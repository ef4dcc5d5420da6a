/** A new visit code: the way out when three wrong tries locked the old one. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { AccountContext, System } from '../../system.ts'
import { carryOut } from '../command.ts'
import { findOrderOfAccount, type OrderRow } from '../order-queries.ts'
import { saysDone } from '../order-words.ts'
import { contactOf, progress } from '../progress.ts'
import { newVisitCode } from './book-order.ts'
import { showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders

export async function renewVisitCode(
  c: AccountContext,
  { params, body }: InputOf<Api['renewVisitCode']>,
): Promise<ReturnOf<Api['renewVisitCode']>> {
  const { accountId } = c.viewer
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'renewCode',
      refusal: '已经会合，不再需要就诊码',
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    (tx, order) => renewCode(c, tx, order, 'family', accountId),
  )
  return showFamilyOrder(c, params.id)
}

export async function renewCode(
  system: System,
  tx: Tx,
  order: OrderRow,
  byWhom: 'family' | 'operator',
  actorId: string,
): Promise<void> {
  await tx.run(sql`delete from orders.code_tries where order_id = ${order.id}`)
  await progress(system, tx, order, {
    kind: 'code-renewed',
    state: order.state,
    sentence: saysDone('code-renewed', '', order.hospital_name),
    byWhom,
    actorId,
    companion: await contactOf(system, tx, order),
    changes: sql`visit_code = ${otherCode(order.visit_code)}, code_locked_at = null`,
  })
}
function otherCode(old: string): string {
  for (;;) {
    const code = newVisitCode()
    if (code !== old) return code
  }
}
