/** She writes the report: once, after the visit. The family then confirms, or 72 hours do. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { companionContact } from '../../companions/index.ts'
import { addHours } from '../../core/clock.ts'
import { sql } from '../../core/sql.ts'
import { addTask } from '../../core/tasks.ts'
import type { AccountContext } from '../../system.ts'
import { carryOut } from '../command.ts'
import { saysDone } from '../order-words.ts'
import { progress } from '../progress.ts'
import { insertReport } from '../report.ts'
import { showTaskById } from './list-tasks.ts'
import { requireMe } from './me.ts'
import { findTask } from './task-queries.ts'

type Api = typeof contract.orders
export const CONFIRM_HOURS = 72

export async function submitReport(
  c: AccountContext,
  { params, body }: InputOf<Api['submitReport']>,
): Promise<ReturnOf<Api['submitReport']>> {
  const me = await requireMe(c)
  const contact = await companionContact(c, me.id)
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'report',
      refusal: '服务结束后才能写报告，提交后不能再改',
      load: (tx) => findTask(tx, params.id, me, c.clock.now()),
    },
    async (tx, order) => {
      const now = c.clock.now()
      const autoConfirmAt = addHours(now, CONFIRM_HOURS)
      await insertReport(tx, {
        orderId: order.id,
        reportEnc: await c.cipher.seal(tx, order.patient_id, 'order-report', JSON.stringify(body.report)),
        companionId: me.id,
        at: now,
      })
      await progress(c, tx, order, {
        kind: 'reported',
        state: 'reported',
        sentence: saysDone('reported', me.name, order.hospital_name),
        byWhom: 'companion',
        actorId: c.viewer.accountId,
        companion: contact,
        changes: sql`auto_confirm_at = ${autoConfirmAt}`,
      })
      await addTask(tx, {
        kind: 'orders.confirm-silently',
        key: `orders.confirm:${order.id}`,
        payload: { orderId: order.id },
        now,
        runAt: autoConfirmAt,
      })
    },
  )
  return showTaskById(c, params.id)
}
