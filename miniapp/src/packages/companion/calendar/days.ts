import type { ReplyOf } from '@banyi/contract/endpoint'
import type { companions, FreeDay } from '@banyi/contract/companions'
import { addDays, dayOf, sayClock } from '@/say/time'

export type Calendar = ReplyOf<(typeof companions)['getMyCalendar']>
export type Exception = Calendar['exceptions'][number]
export type Reservation = Calendar['reservations'][number]

export interface DayOfWork {
  day: string
  free: FreeDay['ranges']
  /** 国庆节, 春节调休 … */
  holiday: string | null
  isHoliday: boolean
  reservations: Reservation[]
  exceptions: Exception[]
}

/** Monday .. Sunday = 1 .. 7 */
export const weekdayOf = (day: string): number => ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1
export const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day))

/** Whole weeks from a day's week on. */
export function weeksFrom(day: string, weeks: number): string[] {
  const first = mondayOf(day)
  return Array.from({ length: weeks * 7 }, (_, at) => addDays(first, at))
}

export function dayOfWork(day: string, calendar: Calendar | null): DayOfWork {
  const known = calendar?.days.find((one) => one.day === day)
  return {
    day,
    free: known?.ranges ?? [],
    holiday: known?.dayName ?? null,
    isHoliday: known?.isHoliday ?? false,
    reservations: (calendar?.reservations ?? []).filter(({ startsAt }) => dayOf(startsAt) === day),
    exceptions: (calendar?.exceptions ?? []).filter((exception) => exception.day === day),
  }
}

/** one or two characters under the date */
export function shortState({ reservations, free, exceptions }: DayOfWork): {
  word: string
  tone: 'busy' | 'free' | 'off'
} {
  if (reservations.length > 0)
    return { word: reservations.length > 1 ? `约${reservations.length}` : '有约', tone: 'busy' }
  if (exceptions.some(({ kind }) => kind === 'off') && free.length === 0) return { word: '请假', tone: 'off' }
  return free.length > 0 ? { word: '空闲', tone: 'free' } : { word: '休息', tone: 'off' }
}

export const sayRange = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): string =>
  `${sayClock(startsAt)}–${sayClock(endsAt)}`

export const sayException = ({ kind, from, to }: Pick<Exception, 'kind' | 'from' | 'to'>): string =>
  `${kind === 'off' ? '请假' : '加班'} ${from && to ? `${from}–${to}` : '全天'}`
