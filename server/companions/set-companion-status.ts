import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { updateStatus } from './companion-queries.ts'
import { showRecord } from './get-companion-record.ts'

type Operation = typeof companions.setCompanionStatus

/** Nobody can book her from now on; what is booked stays, the dispatcher decides about it. */
export async function setCompanionStatus(
  c: OperatorContext,
  { params, body }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  const now = c.clock.now()
  await c.db.tx(async (tx) => {
    if ((await updateStatus(tx, params.id, body.status, body.reason, now)) === 0) throw notFound('这位陪诊员')
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: `companions.${body.status}`,
      subjectId: params.id,
      reason: body.reason,
      now,
    })
  })
  return showRecord(c, params.id)
}
