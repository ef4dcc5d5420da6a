import type { Patient, identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { writeAudit } from '../core/audit.ts'
import { claimCommand } from '../core/commands.ts'
import { AppError, notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { AccountContext } from '../system.ts'
import { lockAccount } from './account-queries.ts'
import { checkPatient } from './check-patient.ts'
import { sealPatient, viewPatient } from './patient-fields.ts'
import { countPatients, findPatientRow, insertPatient } from './patient-queries.ts'
import { requireConsent } from './require-consent.ts'

const MAX_PATIENTS = 20

export async function addPatient(c: AccountContext, { body }: InputOf<typeof identity.addPatient>): Promise<Patient> {
  const { accountId } = c.viewer
  const now = c.clock.now()
  const { commandId, ...input } = body
  // before anything is sealed; again below, where a withdrawal cannot come between
  await requireConsent(c.db, accountId, 'privacy')
  await requireConsent(c.db, accountId, 'health')
  const newId = randomUUID()
  const sealed = await sealPatient(c, c.db, newId, accountId, checkPatient(input, null, now))
  const id = await c.db.tx(async (tx) => {
    await lockAccount(tx, accountId)
    const command = {
      actorId: accountId,
      commandId,
      name: 'identity.addPatient',
      subjectId: newId,
      isCreation: true,
      now,
    }
    const added = await claimCommand(tx, command)
    if (added) return added
    await requireConsent(tx, accountId, 'privacy')
    await requireConsent(tx, accountId, 'health')
    if ((await countPatients(tx, accountId)) >= MAX_PATIENTS) {
      throw new AppError('NOT_ALLOWED_NOW', `一个账号最多 ${MAX_PATIENTS} 位就诊人`)
    }
    await insertPatient(tx, sealed, now)
    await writeAudit(tx, { actor: actorOf(c.viewer), action: 'patient.added', subjectId: newId, now })
    return newId
  })
  const row = await findPatientRow(c.db, accountId, id)
  if (!row) throw notFound('这位就诊人')
  return viewPatient(c, row)
}
