/** Puts a patient away. No consent is asked for: taking back must always work. */
import type { identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { AccountContext } from '../system.ts'
import { archivePatient } from './patient-queries.ts'

export async function removePatient(
  c: AccountContext,
  { params }: InputOf<typeof identity.removePatient>,
): Promise<{ done: true }> {
  const now = c.clock.now()
  await c.db.tx(async (tx) => {
    if ((await archivePatient(tx, c.viewer.accountId, params.id, now)) === 0) throw notFound('这位就诊人')
    await writeAudit(tx, { actor: actorOf(c.viewer), action: 'patient.removed', subjectId: params.id, now })
  })
  return { done: true }
}
