/** Times as people say them, always in Asia/Shanghai (no daylight saving since 1991: a fixed offset is exact). */

const OFFSET = 8 * 3_600_000
const DAY = 86_400_000
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

const pad = (n: number): string => String(n).padStart(2, '0')
const wall = (instant: string | number): Date => new Date(new Date(instant).getTime() + OFFSET)
const dayNumber = (date: Date): number => Math.floor(date.getTime() / DAY)

/** 2026-11-23, the calendar day in Shanghai */
export const dayOf = (instant: string | number): string => wall(instant).toISOString().slice(0, 10)
export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10)
/** 14:30 */
export const clock = (instant: string | number): string => {
  const d = wall(instant)
  return `${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}`
}
export const weekday = (day: string): string => weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''

/** 今天, 明天, 昨天, 11月25日 周三, 2025年3月2日 */
export const sayDay = (instant: string | number, now: number): string => {
  const d = wall(instant)
  const today = wall(now)
  const distance = dayNumber(d) - dayNumber(today)
  const near: Record<string, string> = { '-1': '昨天', '0': '今天', '1': '明天', '2': '后天' }
  const word = near[String(distance)]
  if (word) return word
  const date = `${d.getUTCMonth() + 1}月${d.getUTCDate()}日`
  return d.getUTCFullYear() === today.getUTCFullYear() ? date : `${d.getUTCFullYear()}年${date}`
}
/** 今天 14:30 */
export const sayTime = (instant: string | number, now: number = Date.now()): string =>
  `${sayDay(instant, now)} ${clock(instant)}`
/** 今天 08:30–12:30; the second day is named when the visit ends on another one */
export const saySpan = (from: string, to: string, now: number = Date.now()): string =>
  dayOf(from) === dayOf(to) ? `${sayTime(from, now)}–${clock(to)}` : `${sayTime(from, now)} – ${sayTime(to, now)}`
/** 2026-11-23 14:30, for tables and files that are read later */
export const fullTime = (instant: string | number): string => `${dayOf(instant)} ${clock(instant)}`
/** 4 小时, 45 分钟, 1 小时 30 分 */
export const sayMinutes = (minutes: number): string => {
  if (minutes < 60) return `${minutes} 分钟`
  const rest = minutes % 60
  return rest === 0 ? `${minutes / 60} 小时` : `${Math.floor(minutes / 60)} 小时 ${rest} 分`
}
export const minutesBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
/** the wall clock of Shanghai, picked on any machine -> instant */
export const shanghaiInstant = (day: string, time: string): string => new Date(`${day}T${time}:00+08:00`).toISOString()
