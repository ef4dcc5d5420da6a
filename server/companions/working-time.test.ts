import { array, assert, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayKindOf } from './holidays.ts'
import { hoursOf, minus, parseRanges, toMultirange, union, visitTime, weekOf, type Span } from './working-time.ts'

const spans = array(
  tuple(integer({ min: 0, max: 60 }), integer({ min: 1, max: 20 })).map(([from, length]): Span => [
    from,
    from + length,
  ]),
  { maxLength: 8 },
)
const minutesIn = (list: Span[]): Set<number> =>
  new Set(list.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)))

describe('spans of minutes', () => {
  it('are joined and cut as sets of minutes are', () => {
    assert(
      property(spans, spans, (a, b) => {
        expect(minutesIn(union(a))).toEqual(minutesIn(a))
        expect(minutesIn(minus(a, b))).toEqual(
          new Set(Array.from(minutesIn(a)).filter((minute) => !minutesIn(b).has(minute))),
        )
        const cut = minus(a, b)
        expect(cut.every(([from, to], i) => from < to && (i === 0 || (cut[i - 1]?.[1] ?? 0) < from))).toBe(true)
      }),
    )
  })
  it('go to PostgreSQL and back', () => {
    assert(
      property(spans, (list) => {
        expect(parseRanges(toMultirange(union(list)))).toEqual(union(list))
      }),
    )
  })
  it('are a week as a person writes it', () => {
    const hours = [
      { weekday: 1, from: '08:00', to: '12:00' },
      { weekday: 1, from: '13:30', to: '18:00' },
      { weekday: 7, from: '00:00', to: '23:59' },
    ]
    expect(hoursOf(weekOf(hours))).toEqual(hours)
    expect(() => weekOf([{ weekday: 2, from: '12:00', to: '12:00' }])).toThrow('结束时间')
    expect(() =>
      weekOf([
        { weekday: 2, from: '08:00', to: '12:00' },
        { weekday: 2, from: '11:59', to: '13:00' },
      ]),
    ).toThrow('星期二')
  })
})

describe('a visit', () => {
  const at = (text: string): Date => new Date(`${text}:00+08:00`)
  it('has its day and minutes in Shanghai', () => {
    expect(visitTime(at('2026-11-23T08:00'), at('2026-11-23T12:00'))).toEqual({
      day: '2026-11-23',
      minutes: [480, 720],
    })
    expect(visitTime(at('2026-11-29T20:00'), at('2026-11-30T00:00'))).toEqual({
      day: '2026-11-29',
      minutes: [6 * 1440 + 1200, 7 * 1440],
    })
  })
  it('never runs over midnight or backwards', () => {
    expect(visitTime(at('2026-11-23T22:00'), at('2026-11-24T00:01'))).toBeNull()
    expect(visitTime(at('2026-11-23T08:00'), at('2026-11-23T08:00'))).toBeNull()
  })
})

describe('the calendar of holidays', () => {
  it.each([
    ['2026-10-01', true, '国庆节'],
    ['2026-10-10', false, '国庆节（调休上班）'],
    ['2026-11-23', false, null],
    ['2027-01-01', true, '元旦'],
    ['2027-02-06', false, '节假日安排尚未公布'],
  ])('knows %s, and what it cannot know', (day, isHoliday, name) => {
    expect(dayKindOf(day)).toEqual({ isHoliday, name })
  })
})
