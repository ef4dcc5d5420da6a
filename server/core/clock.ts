/** Time is handed in, so that a test can let 30 days pass. */
export interface Clock {
  now(): Date
}
export const systemClock: Clock = { now: () => new Date() }

export class TestClock implements Clock {
  #now: number
  constructor(start: Date | string = '2026-11-23T01:00:00Z') {
    this.#now = new Date(start).getTime()
  }
  now(): Date {
    return new Date(this.#now)
  }
  set(to: Date | string): void {
    this.#now = new Date(to).getTime()
  }
  advance(amount: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = amount
    this.#now += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
  }
}

export const addSeconds = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000)
export const addMinutes = (at: Date, minutes: number): Date => addSeconds(at, minutes * 60)
export const addHours = (at: Date, hours: number): Date => addSeconds(at, hours * 3600)
export const addDays = (at: Date, days: number): Date => addSeconds(at, days * 86_400)

/** Shanghai has had a fixed UTC+8 since 1992: no time-zone library is needed for wall clock and day. */
const SHANGHAI_MS = 8 * 3600 * 1000
/** 2026-11-23 */
export const shanghaiDay = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(0, 10)
/** 09:05 */
export const shanghaiTime = (at: Date): string => new Date(at.getTime() + SHANGHAI_MS).toISOString().slice(11, 16)
/** instant of a wall-clock time in Shanghai; `day` YYYY-MM-DD, `time` HH:mm */
export const shanghaiInstant = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`)
/** 1 Monday .. 7 Sunday, of a YYYY-MM-DD */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
export const nextDay = (day: string, days = 1): string =>
  new Date(new Date(`${day}T00:00:00Z`).getTime() + days * 86_400_000).toISOString().slice(0, 10)
