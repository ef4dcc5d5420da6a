import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { cleanPicture } from '../core/clean-picture.ts'
import { notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { findCompanion, savePhoto } from './companion-queries.ts'
import { showRecord } from './get-companion-record.ts'

type Operation = typeof companions.setCompanionPhoto
const MAX_SIDE = 640

export async function setCompanionPhoto(
  c: OperatorContext,
  { params, body }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  if (!(await findCompanion(c.db, params.id))) throw notFound('这位陪诊员')
  const { bytes } = await cleanPicture(body.imageBase64, { maxSide: MAX_SIDE, isOpaque: true })
  const now = c.clock.now()
  await c.db.tx(async (tx) => {
    await savePhoto(tx, params.id, bytes, now)
    await writeAudit(tx, { actor: actorOf(c.viewer), action: 'companions.set-photo', subjectId: params.id, now })
  })
  return showRecord(c, params.id)
}
