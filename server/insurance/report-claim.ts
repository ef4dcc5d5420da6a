/** The family reports what happened; the insurer is told by a job. What she writes is sealed before anything is stored. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { shanghaiDay } from '../core/clock.ts'
import { claimCommand } from '../core/commands.ts'
import { AppError, invalid, notFound } from '../core/errors.ts'
import { requireConsent } from '../identity/index.ts'
import type { AccountContext } from '../system.ts'
import { insertClaim, listClaimsOf } from './claim-queries.ts'
import { findPolicyOfOrder, listBindings, lockPolicy, type BindingRow } from './policy-queries.ts'
import { mayClaim, viewPolicy, WHAT } from './policy-view.ts'
import { followClaimNow } from './settle-key.ts'

type Api = typeof contract.insurance

export async function reportClaim(
  c: AccountContext,
  { params, body }: InputOf<Api['reportClaim']>,
): Promise<ReturnOf<Api['reportClaim']>> {
  const { accountId } = c.viewer
  const policy = await findPolicyOfOrder(c.db, params.id, accountId)
  if (!policy) throw notFound('这个订单的保险')
  await requireConsent(c.db, accountId, 'insurer-sharing')
  const whatSealed = await c.cipher.seal(c.db, policy.patient_id, WHAT, body.what)
  await c.db.tx(async (tx) => {
    const now = c.clock.now()
    const { commandId } = body
    const command = { actorId: accountId, commandId, name: 'insurance.report-claim', subjectId: policy.id, now }
    if (await claimCommand(tx, command)) return
    const current = (await lockPolicy(tx, policy.id)) ?? policy
    const claims = await listClaimsOf(tx, [policy.id])
    const binding = inForce(await listBindings(tx, policy.id))
    if (!binding || !mayClaim(current, claims, now))
      throw new AppError('NOT_ALLOWED_NOW', '现在不能报案，请先看保单的状态')
    checkDay(body.day, binding, now)
    const id = randomUUID()
    const number = `LP${current.order_number}C${claims.length + 1}`
    const { number: bindingNumber } = binding
    await insertClaim(
      tx,
      { id, number, policy_id: policy.id, binding_number: bindingNumber, day: body.day, what_sealed: whatSealed },
      now,
    )
    await followClaimNow(tx, id, now)
  })
  return viewPolicy(c, (await findPolicyOfOrder(c.db, params.id, accountId)) ?? policy)
}

const inForce = (bindings: BindingRow[]): BindingRow | undefined =>
  bindings.find(({ state }) => state === 'bound' || state === 'begun')

function checkDay(day: string, binding: BindingRow, now: Date): void {
  if (day > shanghaiDay(now)) throw invalid('day', '出险日期还没有到')
  if (day < shanghaiDay(binding.starts_at) || day > shanghaiDay(binding.ends_at))
    throw invalid('day', '出险日期不在保障时间内')
}
