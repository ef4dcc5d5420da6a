import { expect, it } from 'vitest'
import { addMonths, monthDays } from '../companions/month.ts'
import { inGroups, newPassword, secretOf } from '../operators/totp.ts'
import { whatChanged } from '../order/what-changed.ts'
import { isSuspicious } from '../prices/price-lines.ts'
import { decodeCsv } from '../directory/read-csv.ts'
import { operatorOrder } from '../testing.tsx'
import { signedYuan, toFen, yuan } from './money.ts'
import { addDays, dayOf, sayMinutes, saySpan, sayTime, shanghaiInstant } from './time.ts'

const now = Date.parse('2026-11-24T02:00:00Z') // 10:00 in Shanghai

it('says times as people do, in Shanghai whatever the machine', () => {
  expect(sayTime('2026-11-24T06:30:00Z', now)).toBe('今天 14:30')
  expect(sayTime('2026-11-24T16:10:00Z', now)).toBe('明天 00:10')
  expect(sayTime('2026-11-23T01:00:00Z', now)).toBe('昨天 09:00')
  expect(sayTime('2025-01-05T01:00:00Z', now)).toBe('2025年1月5日 09:00')
  expect(saySpan('2026-11-24T00:30:00Z', '2026-11-24T04:30:00Z', now)).toBe('今天 08:30–12:30')
  expect(dayOf('2026-12-31T16:30:00Z')).toBe('2027-01-01')
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(shanghaiInstant('2026-12-01', '00:00')).toBe('2026-11-30T16:00:00.000Z')
  expect(sayMinutes(250)).toBe('4 小时 10 分')
})

it('money is exact', () => {
  expect(yuan(123_456_789)).toBe('¥1,234,567.89')
  expect(signedYuan(-3000)).toBe('-¥30.00')
  expect(toFen(0.1 + 0.2)).toBe(30)
  expect(toFen(1.005)).toBe(101 - 1) // binary 1.005 lies below the half: what InputNumber shows with two digits is what is sent
  expect(toFen('')).toBeNull()
  expect(toFen(-1)).toBeNull()
})

it('a month is whole weeks from Monday, with every day once', () => {
  const days = monthDays('2026-11', undefined)
  expect(days[0]?.day).toBe('2026-10-26')
  expect(days).toHaveLength(42)
  expect(new Set(days.map(({ day }) => day)).size).toBe(42)
  expect(days.filter(({ isInMonth }) => isInMonth)).toHaveLength(30)
  expect(addMonths('2026-12', 1)).toBe('2027-01')
})

it('what changed between two looks at an order', () => {
  const seen = operatorOrder()
  const timeline = [
    {
      kind: 'departed' as const,
      at: '2026-11-25T00:00:00Z',
      sentence: '张桂英 8:00 已出发',
      isNotApplicable: false,
      note: '',
      byWhom: 'companion' as const,
    },
  ]
  expect(whatChanged(seen, { ...seen, stateName: '已出发', timeline })).toEqual([
    '状态：已接单 → 已出发',
    '张桂英 8:00 已出发',
  ])
  expect(whatChanged(seen, { ...seen, version: 9 })).toEqual([])
})

it('reads a CSV in the encoding that Excel chose', () => {
  expect(decodeCsv(new TextEncoder().encode('名称')).encoding).toBe('UTF-8')
  expect(decodeCsv(new Uint8Array([0xc3, 0xfb, 0xb3, 0xc6]))).toEqual({ text: '名称', encoding: 'GB18030' })
})

it('shows a secret in groups and makes passwords nobody misreads', () => {
  expect(inGroups(secretOf('otpauth://totp/x:demo?secret=JBSWY3DPEHPK3PXP&issuer=x'))).toBe('JBSW Y3DP EHPK 3PXP')
  expect(newPassword()).toMatch(/^[^0OoIl1]{20}$/)
  expect(isSuspicious({ key: 'x', group: '套餐', name: '半日', fen: 2680, beforeFen: 26800 })).toBe(true)
})
