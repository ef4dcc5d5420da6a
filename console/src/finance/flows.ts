/** What moved per day: every day of the range is there, also one on which nothing moved. */
import type { Overview } from '@banyi/contract/payments/finance'
import { addDays } from '../words/time.ts'

export type Flow = Overview['days'][number]

export const everyDay = (days: readonly Flow[], from: string, to: string): Flow[] => {
  const known = new Map(days.map((flow) => [flow.day, flow]))
  const all: Flow[] = []
  for (let day = from; day <= to && all.length < 400; day = addDays(day, 1)) {
    all.push(known.get(day) ?? { day, paidFen: 0, refundedFen: 0, releasedFen: 0, payoutFen: 0, feeFen: 0 })
  }
  return all
}
export const sumFlows = (days: readonly Flow[]): Omit<Flow, 'day'> =>
  days.reduce(
    (sum, flow) => ({
      paidFen: sum.paidFen + flow.paidFen,
      refundedFen: sum.refundedFen + flow.refundedFen,
      releasedFen: sum.releasedFen + flow.releasedFen,
      payoutFen: sum.payoutFen + flow.payoutFen,
      feeFen: sum.feeFen + flow.feeFen,
    }),
    { paidFen: 0, refundedFen: 0, releasedFen: 0, payoutFen: 0, feeFen: 0 },
  )
/** 比前 14 天多 20% */
export const compare = (now: number, before: number, days: number): string => {
  if (before === 0) return now === 0 ? `前 ${days} 天也没有` : `前 ${days} 天没有`
  const percent = Math.round(((now - before) / before) * 100)
  return percent === 0 ? `和前 ${days} 天一样` : `比前 ${days} 天${percent > 0 ? '多' : '少'} ${Math.abs(percent)}%`
}
/** the days from..to, both included */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
