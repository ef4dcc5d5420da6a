/** Months of Asia/Shanghai, as 2026-11. Pure. */
import { shanghaiDay, shanghaiInstant } from '../core/clock.ts'

export const monthOf = (at: Date): string => shanghaiDay(at).slice(0, 7)

export function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

/** from its first moment to the first of the next */
export const spanOf = (month: string): { from: Date; to: Date } => ({
  from: shanghaiInstant(`${month}-01`, '00:00'),
  to: shanghaiInstant(`${nextMonth(month)}-01`, '00:00'),
})

/** Newest first. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last; month = nextMonth(month)) months.unshift(month)
  return months
}
