/** The public page's doors: which months there are, and one of them. */
import { TransparencyReport, type transparency } from '@banyi/contract/transparency'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import { firstPaidAt } from '../payments/index.ts'
import type { AnyoneContext } from '../system.ts'
import { monthOf, monthsBetween } from './months.ts'
import { computeReport, type Reader } from './report.ts'

type Api = typeof transparency

/** From the month of the first paid order to the present one. */
export async function listMonths(system: Reader): Promise<string[]> {
  const first = await firstPaidAt(system)
  return first ? monthsBetween(monthOf(first), monthOf(system.clock.now())) : []
}

export const listReports = async (c: AnyoneContext): Promise<ReturnOf<Api['listReports']>> => ({
  months: await listMonths(c),
})

export const getReport = (
  c: AnyoneContext,
  { params }: InputOf<Api['getReport']>,
): Promise<ReturnOf<Api['getReport']>> => reportOf(c, params.month)

/** In the order of the contract. Throws NOT_FOUND for a month before the first order or in the future. */
export async function reportOf(system: Reader, month: string): Promise<TransparencyReport> {
  if (!(await listMonths(system)).includes(month)) throw notFound('这个月的报告')
  return TransparencyReport.parse(await computeReport(system, month))
}
