/**
 * Times as people say them, always in Asia/Shanghai (UTC+8 all year), whatever the phone's own zone is.
 * No Intl: WeChat's JavaScript engine has no time zones on older phones.
 */
const SHIFT = 8 * 3_600_000
const DAY = 86_400_000
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const

interface Wall {
  year: number
  month: number
  date: number
  weekday: string
  clock: string
  hour: number
  dayNumber: number
}

export function wall(at: string | number | Date): Wall {
  const shifted = new Date(new Date(at).getTime() + SHIFT)
  const hour = shifted.getUTCHours()
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    date: shifted.getUTCDate(),
    weekday: WEEKDAYS[shifted.getUTCDay()] ?? '',
    clock: `${pad(hour)}:${pad(shifted.getUTCMinutes())}`,
    hour,
    dayNumber: Math.floor(shifted.getTime() / DAY),
  }
}

const pad = (n: number) => String(n).padStart(2, '0')

/** 14:30 */
export const sayClock = (at: string): string => wall(at).clock

/** 今天 / 明天 / 5月3日 周六 / 2025年5月3日 */
export function sayDay(at: string, now: number = Date.now()): string {
  const then = wall(at)
  const today = wall(now)
  const ahead = then.dayNumber - today.dayNumber
  if (ahead === 0) return '今天'
  if (ahead === 1) return '明天'
  if (ahead === 2) return '后天'
  if (ahead === -1) return '昨天'
  if (then.year === today.year) return `${then.month}月${then.date}日 ${then.weekday}`
  return `${then.year}年${then.month}月${then.date}日`
}

/** 今天 14:30 */
export const sayTime = (at: string, now?: number): string => `${sayDay(at, now)} ${sayClock(at)}`

/** 今天 09:00–13:00 */
export const saySpan = (from: string, to: string, now?: number): string =>
  sayDay(from, now) === sayDay(to, now)
    ? `${sayTime(from, now)}–${sayClock(to)}`
    : `${sayTime(from, now)} 至 ${sayTime(to, now)}`

/** 2026-05-03 -> 2026年5月3日 */
export function sayDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** 4 小时, 30 分钟 */
export function sayMinutes(minutes: number): string {
  if (minutes < 60) return `${minutes} 分钟`
  const hours = minutes / 60
  return `${Number.isInteger(hours) ? hours : hours.toFixed(1)} 小时`
}

/** calendar day of an instant, 2026-05-03 */
export function dayOf(at: string | number): string {
  const then = wall(at)
  return `${then.year}-${pad(then.month)}-${pad(then.date)}`
}

/** the instant of a day and a wall clock in Shanghai: 2026-05-03 + 08:30 */
export const instantOf = (day: string, clock: string): string => new Date(`${day}T${clock}:00+08:00`).toISOString()

export const isPast = (at: number): boolean => at < Date.now()
export const today = (): string => dayOf(Date.now())

export const addDays = (day: string, days: number): string =>
  dayOf(new Date(`${day}T12:00:00+08:00`).getTime() + days * DAY)

/** what to call a day in a calendar strip: { top: 周六, date: 3, month: 5 } */
export function stripDay(day: string, now: number = Date.now()): { top: string; label: string } {
  const noon = instantOf(day, '12:00')
  const then = wall(noon)
  const said = sayDay(noon, now)
  return { top: said.endsWith('天') ? said : then.weekday, label: `${then.month}/${then.date}` }
}
