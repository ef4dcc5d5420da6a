/** A companion's days: free time, exceptions, reservations. The same rule as `isWorking` in calendar-queries.ts, for many days. */
import type { contract } from '@banyi/contract'
import type { FreeDay } from '@banyi/contract/companions'
import type { ReturnOf } from '@banyi/contract/endpoint'
import { addMinutes, nextDay, shanghaiInstant } from '../core/clock.ts'
import { invalid } from '../core/errors.ts'
import type { System } from '../system.ts'
import { listExceptions, listReservations, type ExceptionRow, type ReservationRow } from './calendar-queries.ts'
import type { CompanionRow } from './companion-queries.ts'
import { dayKindOf } from './holidays.ts'
import {
  DAY,
  minus,
  parseRanges,
  timeOf,
  TRAVEL_MINUTES,
  union,
  weekOffset,
  withinDay,
  type Span,
} from './working-time.ts'

type Calendar = ReturnOf<typeof contract.companions.getMyCalendar>
const MAX_DAYS = 93
/** shorter pauses between visits are of no use to anybody */
const SHORTEST = 30

export function daysBetween(from: string, to: string): string[] {
  if (to < from) throw invalid('to', '结束日期不能早于开始日期')
  const days = [from]
  while (days.length < MAX_DAYS && (days.at(-1) ?? to) < to) days.push(nextDay(days.at(-1) ?? from))
  if (days.at(-1) !== to) throw invalid('to', `一次最多查看 ${MAX_DAYS} 天`)
  return days
}

export async function calendarOf(
  system: Pick<System, 'db' | 'clock'>,
  companion: CompanionRow,
  from: string,
  to: string,
  minutes = SHORTEST,
): Promise<Calendar> {
  const days = daysBetween(from, to)
  const [begin, end] = [shanghaiInstant(from, '00:00'), shanghaiInstant(nextDay(to), '00:00')]
  const [exceptions, reservations] = await Promise.all([
    listExceptions(system.db, companion.id, from, to),
    listReservations(system.db, companion.id, addMinutes(begin, -TRAVEL_MINUTES), addMinutes(end, TRAVEL_MINUTES)),
  ])
  return {
    days: days.map((day) => freeDay(companion, day, exceptions, reservations, minutes, system.clock.now())),
    exceptions: exceptions.map(exceptionOf),
    reservations: reservations
      .filter((row) => row.starts_at < end && row.ends_at > begin)
      .map((row) => ({
        orderId: row.order_id,
        startsAt: row.starts_at.toISOString(),
        endsAt: row.ends_at.toISOString(),
      })),
  }
}

/** Visits of `minutes` fit wholly into one of the ranges. */
export function freeDay(
  companion: CompanionRow,
  day: string,
  exceptions: ExceptionRow[],
  reservations: ReservationRow[],
  minutes: number,
  now: Date,
): FreeDay {
  const { isHoliday, name } = dayKindOf(day)
  const midnight = shanghaiInstant(day, '00:00')
  const ofKind = (kind: string): Span[] =>
    exceptions
      .filter((e) => e.day === day && e.kind === kind)
      .flatMap((e) => withinDay(parseRanges(e.minutes), weekOffset(day)))
  const weekly =
    isHoliday && !companion.works_on_holidays ? [] : withinDay(parseRanges(companion.working_week), weekOffset(day))
  const working = minus(union([...weekly, ...ofKind('extra')]), ofKind('off'))
  const minuteAt = (at: Date): number => (at.getTime() - midnight.getTime()) / 60_000
  // the reserved time has half an hour on each side, and so would the next visit
  const gap = 2 * TRAVEL_MINUTES
  const taken = reservations.map((row): Span => [minuteAt(row.starts_at) - gap, minuteAt(row.ends_at) + gap])
  const past: Span = [Number.NEGATIVE_INFINITY, Math.ceil(minuteAt(now))]
  const free = minus(working, [...taken, past]).filter(([from, to]) => to - from >= minutes)
  return {
    day,
    isHoliday,
    dayName: name,
    ranges: free.map(([from, to]) => ({
      startsAt: addMinutes(midnight, from).toISOString(),
      endsAt: addMinutes(midnight, to).toISOString(),
    })),
  }
}

/** A whole day has no times. */
export function exceptionOf(row: ExceptionRow): Calendar['exceptions'][number] {
  const [from, to] = withinDay(parseRanges(row.minutes), weekOffset(row.day))[0] ?? [0, DAY]
  const isWhole = from === 0 && to === DAY
  return {
    id: row.id,
    day: row.day,
    kind: row.kind,
    from: isWhole ? null : timeOf(from),
    to: isWhole ? null : timeOf(to),
    note: row.note,
  }
}
