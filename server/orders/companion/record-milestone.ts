/** A step of the visit: the next one only, never twice, never back; passed over only with a reason. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { companionContact } from '../../companions/index.ts'
import type { Tx } from '../../core/database.ts'
import { invalid } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import type { AccountContext } from '../../system.ts'
import { signByCompanion } from '../agreements.ts'
import { carryOut } from '../command.ts'
import { readTimeline, type OrderRow } from '../order-queries.ts'
import { nextStep } from '../order-states.ts'
import { saysDone, saysSkipped, stepNames } from '../order-words.ts'
import { forgetPlace } from '../place.ts'
import { notNow, progress } from '../progress.ts'
import { showTaskById } from './list-tasks.ts'
import { requireMe } from './me.ts'
import { findTask } from './task-queries.ts'
import { tryVisitCode } from './visit-code.ts'

type Api = typeof contract.orders
type Input = InputOf<Api['recordMilestone']>

export async function recordMilestone(
  c: AccountContext,
  { params, body }: Input,
): Promise<ReturnOf<Api['recordMilestone']>> {
  const me = await requireMe(c)
  const contact = await companionContact(c, me.id)
  if (body.kind === 'met')
    await tryVisitCode(c, {
      orderId: params.id,
      me,
      commandId: body.commandId,
      version: body.version,
      code: body.visitCode,
    })
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'milestone',
      refusal: '这个订单现在不能记录节点',
      load: (tx) => findTask(tx, params.id, me, c.clock.now()),
    },
    async (tx, order) => {
      checkStep(order, body)
      const now = c.clock.now()
      const isLast = body.kind === 'finished'
      const note = body.isNotApplicable ? body.reason : body.note
      await signByCompanion(c, tx, order, me)
      await progress(c, tx, order, {
        kind: body.kind,
        state: body.kind,
        byWhom: 'companion',
        actorId: c.viewer.accountId,
        companion: contact,
        at: await whenTapped(tx, order, body.tappedAt, now),
        sentence: body.isNotApplicable ? saysSkipped(body.kind) : saysDone(body.kind, me.name, order.hospital_name),
        isNotApplicable: body.isNotApplicable,
        noteEnc: note ? await c.cipher.seal(tx, order.patient_id, 'timeline-note', note) : null,
        placeEnc: body.location
          ? await c.cipher.seal(tx, c.viewer.accountId, 'milestone-place', JSON.stringify(body.location))
          : null,
        ...(isLast ? { changes: sql`finished_at = ${now}` } : {}),
      })
      if (isLast) await forgetPlace(tx, order.id)
    },
  )
  return showTaskById(c, params.id)
}

function checkStep(order: OrderRow, body: Input['body']): void {
  const next = nextStep(order.package_kind, order.state)
  if (!next) throw notNow(order, '这个订单现在没有要记录的节点')
  if (next.kind !== body.kind) throw notNow(order, `下一步是“${stepNames[next.kind]}”，不能跳过或退回`)
  if (!body.isNotApplicable) return
  if (next.isRequired) throw invalid('isNotApplicable', `“${stepNames[next.kind]}”不能跳过`)
  if (body.reason.length < 2) throw invalid('reason', '请写明为什么不需要')
}

/** The phone's time for taps kept while offline: never in the future, never before the step before it. */
async function whenTapped(tx: Tx, order: OrderRow, tappedAt: string | null, now: Date): Promise<Date> {
  if (tappedAt === null) return now
  const last = (await readTimeline(tx, order.id)).reduce(
    (latest, row) => (row.at > latest ? row.at : latest),
    new Date(0),
  )
  const tapped = new Date(tappedAt)
  if (tapped > now) return now
  return tapped < last ? last : tapped
}
