/**
 * Public holidays of China. A working weekend (调休) changes nothing for a companion: her hours of that Sunday count,
 * since they are her own and hospitals differ; it only gets a name. Years that are not announced yet say so; of them only
 * the days that the law itself fixes in the solar calendar are known to be holidays.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface DayKind {
  isHoliday: boolean
  /** 春节, 国庆节（调休上班）, 节假日安排尚未公布, or null for an ordinary day */
  name: string | null
}

const UNKNOWN = '节假日安排尚未公布'
/** 全国年节及纪念日放假办法 (2024), those without a lunar date */
const FIXED: Record<string, string> = {
  '01-01': '元旦',
  '05-01': '劳动节',
  '05-02': '劳动节',
  '10-01': '国庆节',
  '10-02': '国庆节',
  '10-03': '国庆节',
}

const days = new Map<string, DayKind>()
const years = new Set<string>()
for (const line of readFileSync(path.join(import.meta.dirname, 'data/holidays_2024_2026.csv'), 'utf8')
  .split('\n')
  .slice(1)) {
  const [day, name, type] = line.split(',')
  if (!day || !name) continue
  days.set(day, type === 'off' ? { isHoliday: true, name } : { isHoliday: false, name: `${name}（调休上班）` })
  years.add(day.slice(0, 4))
}

const ORDINARY: DayKind = { isHoliday: false, name: null }
export function dayKindOf(day: string): DayKind {
  if (years.has(day.slice(0, 4))) return days.get(day) ?? ORDINARY
  const fixed = FIXED[day.slice(5)]
  return fixed ? { isHoliday: true, name: fixed } : { isHoliday: false, name: UNKNOWN }
}
