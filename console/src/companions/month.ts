/** A month as the calendar shows it: whole weeks from Monday, with what each day holds. */
import type { ReplyOf } from '@banyi/contract/endpoint'
import type { Contract } from '@banyi/contract/index'
import { addDays, dayOf } from '../words/time.ts'

export type CompanionCalendar = ReplyOf<Contract['companions']['getCompanionCalendar']>

export interface MonthDay {
  day: string
  isInMonth: boolean
  holiday: string | null
  free: CompanionCalendar['days'][number]['ranges']
  reservations: CompanionCalendar['reservations']
  exceptions: CompanionCalendar['exceptions']
}

export const monthOf = (day: string): string => day.slice(0, 7)
export const addMonths = (month: string, count: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}
export const isMonth = (value: string): boolean => /^20\d\d-(0[1-9]|1[0-2])$/.test(value)

export const monthRange = (month: string): { from: string; to: string } => ({
  from: `${month}-01`,
  to: addDays(`${addMonths(month, 1)}-01`, -1),
})

export const monthDays = (month: string, calendar: CompanionCalendar | undefined): MonthDay[] => {
  const { from, to } = monthRange(month)
  const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  const start = addDays(from, -weekdayOf(from))
  const end = addDays(to, 6 - weekdayOf(to))
  const free = new Map(calendar?.days.map((entry) => [entry.day, entry]))
  const days: MonthDay[] = []
  for (let day = start; day <= end; day = addDays(day, 1)) {
    const known = free.get(day)
    days.push({
      day,
      isInMonth: monthOf(day) === month,
      holiday: known?.dayName ?? (known?.isHoliday ? '节假日' : null),
      free: known?.ranges ?? [],
      reservations: calendar?.reservations.filter((r) => dayOf(r.startsAt) === day) ?? [],
      exceptions: calendar?.exceptions.filter((e) => e.day === day) ?? [],
    })
  }
  return days
}
