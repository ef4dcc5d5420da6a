/** Lets an operator in or keeps one out, at once: open sign-ins end. Somebody must stay who can let people in. */
import type { Operator, identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { AppError, notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { findOperator, lockOperatorsOf, setActive } from './operator-queries.ts'
import { viewOperator } from './operator-view.ts'
import { revokeSessionsOfOperator } from './session-queries.ts'

export async function setOperatorActive(
  c: OperatorContext,
  { params, body }: InputOf<typeof identity.setOperatorActive>,
): Promise<Operator> {
  const now = c.clock.now()
  return c.db.tx(async (tx) => {
    const guards = await lockOperatorsOf(tx, 'security')
    const operator = await findOperator(tx, params.id)
    if (!operator) throw notFound('这位运营')
    if (!body.isActive && operator.id === c.viewer.operatorId) throw new AppError('NOT_ALLOWED_NOW', '不能停用自己')
    const isLastGuard = guards.every((guard) => guard.id === operator.id || !guard.is_active)
    if (!body.isActive && isLastGuard) throw new AppError('NOT_ALLOWED_NOW', '至少要留一位安全管理员')
    await setActive(tx, operator.id, body.isActive, now)
    if (!body.isActive) await revokeSessionsOfOperator(tx, operator.id, now)
    const action = body.isActive ? 'operator.enabled' : 'operator.disabled'
    await writeAudit(tx, { actor: actorOf(c.viewer), action, subjectId: operator.id, reason: body.reason, now })
    return { ...viewOperator(operator), isActive: body.isActive }
  })
}
