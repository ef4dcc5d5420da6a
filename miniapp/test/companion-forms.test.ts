import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOfWork, shortState, weekdayOf, weeksFrom, type Calendar } from '../src/packages/companion/calendar/days'
import { faultOf } from '../src/packages/companion/hours/week'
import { readDraft } from '../src/packages/companion/report/draft'
import { metres } from '../src/packages/companion/parts/use-whereabouts'
import { fenOf, sayMoney } from '../src/say/money'

describe('report draft', () => {
  it('reads every amount as it is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (fen) => fenOf(sayMoney(fen).replace(/[¥,]/g, '')) === fen),
    )
    expect(['35', '35.5', '0.07'].map(fenOf)).toEqual([3500, 3550, 7])
    expect(['', 'abc', '-1', '1.234', '1e3', '１'].map(fenOf)).toEqual([null, null, null, null, null, null])
  })
  it('leaves empty lines out and says what a begun line lacks', () => {
    const draft = {
      summary: '看了心内科，一切顺利',
      doctorsWords: '',
      medicines: [
        { name: '', usage: '' },
        { name: '', usage: '一天一次' },
      ],
      followUps: [{ what: '复查', day: '' }],
      expenses: [{ what: '挂号费', yuan: '五十' }],
    }
    const { report, faults } = readDraft(draft)
    expect(Object.keys(faults)).toEqual(['medicines.1', 'expenses.0'])
    expect(report).toMatchObject({ medicines: [], followUps: [{ what: '复查', day: null }] })
    expect(Object.keys(readDraft({ ...draft, summary: '好' }).faults)).toContain('summary')
  })
})

describe('weekly hours', () => {
  const hour = (weekday: number, from: string, to: string) => ({ weekday, from, to })
  it('refuses what is upside down or overlaps, and names the day', () => {
    expect(faultOf([hour(1, '08:00', '12:00'), hour(1, '12:00', '17:00'), hour(2, '08:00', '09:00')])).toBeNull()
    expect(faultOf([hour(3, '12:00', '12:00')])).toBe('周三的结束要晚于开始')
    expect(faultOf([hour(7, '13:00', '17:00'), hour(7, '08:00', '13:30')])).toBe('周日的两段时间重叠了')
  })
})

describe('calendar', () => {
  const calendar: Calendar = {
    days: [
      {
        day: '2026-11-24',
        isHoliday: false,
        dayName: null,
        ranges: [{ startsAt: '2026-11-24T00:00:00Z', endsAt: '2026-11-24T04:00:00Z' }],
      },
      { day: '2026-11-25', isHoliday: false, dayName: null, ranges: [] },
    ],
    exceptions: [{ id: 'e', day: '2026-11-25', kind: 'off', from: null, to: null, note: '' }],
    // 23:30 in UTC is the next day in Shanghai
    reservations: [{ orderId: 'o', startsAt: '2026-11-25T23:30:00Z', endsAt: '2026-11-26T03:00:00Z' }],
  }
  it('begins its weeks on Monday', () => {
    expect(weeksFrom('2026-11-24', 2)).toHaveLength(14)
    expect(weeksFrom('2026-11-24', 2).map(weekdayOf)).toEqual([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7])
    expect(weeksFrom('2026-03-01', 1)[0]).toBe('2026-02-23')
  })
  it('says in a word what a day is', () => {
    const word = (day: string) => shortState(dayOfWork(day, calendar)).word
    expect(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'].map(word)).toEqual(['空闲', '请假', '有约', '休息'])
  })
})

it('measures short ways', () => {
  expect(metres({ lat: 31.2, lng: 121.4 }, { lat: 31.2, lng: 121.4 })).toBe(0)
  expect(metres({ lat: 31.2, lng: 121.4 }, { lat: 31.201, lng: 121.4 })).toBeCloseTo(111, 0)
})
