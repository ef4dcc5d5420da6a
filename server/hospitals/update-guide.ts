import type { hospitals } from '@banyi/contract/hospitals'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { conflict, notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { guideOf } from './hospital-card.ts'
import { addGuideVersion, findGuide, findHospital } from './hospital-queries.ts'

type Operation = typeof hospitals.updateGuide

export async function updateGuide(
  c: OperatorContext,
  { params, body }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  const now = c.clock.now()
  if (!(await findHospital(c.db, params.id))) throw notFound('这家医院')
  await c.db.tx(async (tx) => {
    const { operatorId, name } = c.viewer
    const added = await addGuideVersion(tx, {
      hospitalId: params.id,
      seen: body.version,
      guide: body.guide,
      byId: operatorId,
      byName: name,
      now,
    })
    if (added === 0) throw conflict('指南已被别人修改，请看最新内容后再保存')
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: 'hospitals.update-guide',
      subjectId: params.id,
      detail: { version: body.version + 1 },
      now,
    })
  })
  return guideOf(await findGuide(c.db, params.id))
}
