import { describe, expect, it } from 'vitest'
import { sayDistance } from '../src/say/distance'
import { sayMoney } from '../src/say/money'
import { instantOf, sayDay, saySpan, sayTime, wall } from '../src/say/time'

/** 2026-11-24 07:30 in Shanghai, still the 23rd in UTC */
const NOW = Date.parse('2026-11-23T23:30:00Z')

describe('times as people say them, in Shanghai', () => {
  it('knows today, tomorrow and yesterday by the calendar there, not here', () => {
    expect(sayTime('2026-11-24T06:30:00Z', NOW)).toBe('今天 14:30')
    expect(sayDay('2026-11-23T15:59:00Z', NOW)).toBe('昨天')
    expect(sayDay('2026-11-24T16:00:00Z', NOW)).toBe('明天')
    expect(sayDay('2026-12-03T02:00:00Z', NOW)).toBe('12月3日 周四')
    expect(sayDay('2025-05-03T02:00:00Z', NOW)).toBe('2025年5月3日')
  })
  it('says a span with the day once, unless it crosses midnight', () => {
    expect(saySpan('2026-11-25T01:00:00Z', '2026-11-25T05:00:00Z', NOW)).toBe('明天 09:00–13:00')
    expect(saySpan('2026-11-24T14:00:00Z', '2026-11-24T18:00:00Z', NOW)).toBe('今天 22:00 至 明天 02:00')
  })
  it('goes from a day and a clock to an instant and back', () => {
    const at = instantOf('2026-03-01', '06:30')
    expect(at).toBe('2026-02-28T22:30:00.000Z')
    expect(wall(at)).toMatchObject({ month: 3, date: 1, clock: '06:30' })
  })
})

it('says money in yuan with two digits', () => {
  expect([0, 5, 26800, 123456789, -8940].map(sayMoney)).toEqual([
    '¥0.00',
    '¥0.05',
    '¥268.00',
    '¥1,234,567.89',
    '-¥89.40',
  ])
})

it('says distances shortly', () => {
  expect([4, 846, 3210, 12_400].map(sayDistance)).toEqual(['0 米', '850 米', '3.2 公里', '12 公里'])
})
