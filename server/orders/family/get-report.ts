/** The report as the family reads it. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import type { AccountContext } from '../../system.ts'
import { findOrderOfAccount } from '../order-queries.ts'
import { readReport } from '../report.ts'

type Api = typeof contract.orders

export async function getReport(
  c: AccountContext,
  { params }: InputOf<Api['getReport']>,
): Promise<ReturnOf<Api['getReport']>> {
  const order = await findOrderOfAccount(c.db, params.id, c.viewer.accountId)
  const report = order && (await readReport(c, order, c.viewer.accountId))
  if (!report) throw notFound('这份报告')
  return report
}
