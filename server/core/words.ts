/** How times, names and ages are said. */
import { nextDay, shanghaiDay, shanghaiTime } from './clock.ts'

/** 今天 14:30, 明天 09:00, 11月25日 09:00 */
export function sayTime(at: Date, now: Date): string {
  const day = shanghaiDay(at)
  const today = shanghaiDay(now)
  const name =
    day === today
      ? '今天'
      : day === nextDay(today)
        ? '明天'
        : day === nextDay(today, -1)
          ? '昨天'
          : `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`
  return `${name} ${shanghaiTime(at)}`
}
/** 11月25日 09:00; for sentences that are kept: tomorrow's 明天 is another day */
export const sayMoment = (at: Date): string => {
  const day = shanghaiDay(at)
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日 ${shanghaiTime(at)}`
}
/** 王秀兰 -> 王*兰, 王兰 -> 王*; counts characters, not UTF-16 units */
export function maskName(name: string): string {
  const letters = [...name]
  if (letters.length <= 1) return '*'
  if (letters.length === 2) return `${letters[0]}*`
  return `${letters[0]}${'*'.repeat(Math.min(letters.length - 2, 3))}${letters.at(-1)}`
}
/** 13812348000 -> 138****8000 */
export const maskPhone = (phone: string): string => phone.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2')
export function ageOn(birthDay: string, now: Date): number {
  const today = shanghaiDay(now)
  return Math.max(
    0,
    Number(today.slice(0, 4)) - Number(birthDay.slice(0, 4)) - (today.slice(5) < birthDay.slice(5) ? 1 : 0),
  )
}
