/** A person does not want to wait for the next look: the insurer is asked now, about the policy and its open claims. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { claimCommand } from '../core/commands.ts'
import { AppError, notFound } from '../core/errors.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { listClaimsOf, OPEN_CLAIM } from './claim-queries.ts'
import { findPolicy } from './policy-queries.ts'
import { viewForOperator } from './policy-view.ts'
import { followClaimNow, settleNow } from './settle-key.ts'

type Api = typeof contract.insurance

export async function retryBind(
  c: OperatorContext,
  { params, body }: InputOf<Api['retryBind']>,
): Promise<ReturnOf<Api['retryBind']>> {
  await c.db.tx(async (tx) => {
    const now = c.clock.now()
    const { operatorId } = c.viewer
    const policy = await findPolicy(tx, params.id)
    if (!policy) throw notFound('这张保单')
    const { commandId } = body
    const command = { actorId: operatorId, commandId, name: 'insurance.ask', subjectId: policy.id, now }
    if (await claimCommand(tx, command)) return
    const open = (await listClaimsOf(tx, [policy.id])).filter(({ state }) => OPEN_CLAIM.includes(state))
    const isOpen = policy.is_paid && (policy.state === 'binding' || policy.state === 'cancelling')
    if (!isOpen && open.length === 0) throw new AppError('NOT_ALLOWED_NOW', '没有需要再问保险公司的事')
    if (isOpen) await settleNow(tx, policy.id, now)
    for (const claim of open) await followClaimNow(tx, claim.id, now)
    await writeAudit(tx, { actor: actorOf(c.viewer), action: 'insurance.ask', subjectId: policy.id, now })
  })
  const policy = await findPolicy(c.db, params.id)
  const [view] = policy ? await viewForOperator(c, [policy]) : []
  if (!view) throw notFound('这张保单')
  return view
}
