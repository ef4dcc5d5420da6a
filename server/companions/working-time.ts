/** Arithmetic of working time. Minutes count from Monday 00:00 in Shanghai (0 .. 10080) or, within a day, from midnight. Pure. */
import type { WeeklyHours } from '@banyi/contract/companions'
import { shanghaiDay, shanghaiTime, weekdayOf } from '../core/clock.ts'
import { invalid } from '../core/errors.ts'

/** half open: [from, to) */
export type Span = readonly [from: number, to: number]
export const DAY = 1440
/** the way to a visit and from it; part of the reserved time */
export const TRAVEL_MINUTES = 30

export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
export const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
/** where a day begins in its week */
export const weekOffset = (day: string): number => (weekdayOf(day) - 1) * DAY

/** Sorted, touching ones joined. */
export function union(spans: Span[]): Span[] {
  const joined: [number, number][] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else if (from < to) joined.push([from, to])
  }
  return joined
}
export function minus(spans: Span[], taken: Span[]): Span[] {
  return taken.reduce<Span[]>((left, [from, to]) => left.flatMap((span) => cut(span, from, to)), union(spans))
}
const cut = ([a, b]: Span, from: number, to: number): Span[] => {
  if (to <= a || from >= b) return [[a, b]]
  return [...(a < from ? [[a, from] as const] : []), ...(to < b ? [[to, b] as const] : [])]
}

/** '{[540,1020),[1980,2460)}' as PostgreSQL writes and reads it */
export const toMultirange = (spans: Span[]): string => `{${spans.map(([from, to]) => `[${from},${to})`).join(',')}}`
export const toRange = ([from, to]: Span): string => `[${from},${to})`
export const parseRanges = (text: string): Span[] =>
  Array.from(text.matchAll(/\[(\d+),(\d+)\)/g), (match) => [Number(match[1]), Number(match[2])] as const)

/** Throws INVALID for hours that end before they begin or overlap. */
export function weekOf(hours: WeeklyHours['hours']): Span[] {
  const spans = hours.map(({ weekday, from, to }, i): Span => {
    if (minuteOf(from) >= minuteOf(to)) throw invalid(`hours.${i}.to`, '结束时间要晚于开始时间')
    return [(weekday - 1) * DAY + minuteOf(from), (weekday - 1) * DAY + minuteOf(to)]
  })
  const sorted = spans.toSorted((a, b) => a[0] - b[0])
  const clash = sorted.findIndex((span, i) => i > 0 && span[0] < (sorted[i - 1]?.[1] ?? 0))
  if (clash !== -1)
    throw invalid('hours', `星期${'一二三四五六日'[Math.floor((sorted[clash]?.[0] ?? 0) / DAY)]}的时间有重叠`)
  return union(spans)
}
/** Ranges that run over midnight are shown per day. */
export function hoursOf(week: Span[]): WeeklyHours['hours'] {
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    withinDay(week, (weekday - 1) * DAY).map(([from, to]) => ({
      weekday,
      from: timeOf(from),
      to: timeOf(Math.min(to, DAY - 1)),
    })),
  )
}
/** the part of a day, in minutes of that day */
export const withinDay = (spans: Span[], offset: number): Span[] =>
  spans
    .map(([from, to]): Span => [Math.max(from - offset, 0), Math.min(to - offset, DAY)])
    .filter(([from, to]) => from < to)

export interface VisitTime {
  day: string
  /** minutes of the week */
  minutes: Span
}
/** null when the visit runs over midnight: nobody works then */
export function visitTime(startsAt: Date, endsAt: Date): VisitTime | null {
  const day = shanghaiDay(startsAt)
  const isOneDay = startsAt < endsAt && shanghaiDay(new Date(endsAt.getTime() - 1)) === day
  if (!isOneDay) return null
  const from = weekOffset(day) + minuteOf(shanghaiTime(startsAt))
  // seconds are rounded outwards
  return {
    day,
    minutes: [
      from,
      from + Math.ceil((endsAt.getTime() - startsAt.getTime()) / 60_000 + (startsAt.getTime() % 60_000) / 60_000),
    ],
  }
}
