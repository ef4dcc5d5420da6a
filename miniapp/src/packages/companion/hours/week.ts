import type { WeeklyHours } from '@banyi/contract/companions'

export type Hour = WeeklyHours['hours'][number]
export const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const

/** What is wrong with a week, or null. */
export function faultOf(hours: readonly Hour[]): string | null {
  for (const [at, word] of WEEKDAYS.entries()) {
    const day = hours.filter(({ weekday }) => weekday === at + 1).sort((a, b) => a.from.localeCompare(b.from))
    if (day.some(({ from, to }) => !from || !to || from >= to)) return `${word}的结束要晚于开始`
    if (day.some(({ from }, index) => from < (day[index - 1]?.to ?? ''))) return `${word}的两段时间重叠了`
  }
  return null
}
