import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { findPolicyOfOrder } from './policy-queries.ts'
import { viewPolicy } from './policy-view.ts'

type Api = typeof contract.insurance

export async function getPolicyOfOrder(
  c: AccountContext,
  { params }: InputOf<Api['getPolicyOfOrder']>,
): Promise<ReturnOf<Api['getPolicyOfOrder']>> {
  const policy = await findPolicyOfOrder(c.db, params.id, c.viewer.accountId)
  if (!policy) throw notFound('这个订单的保险')
  return viewPolicy(c, policy)
}
