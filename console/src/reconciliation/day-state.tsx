import type { ReactElement } from 'react'
import type { ReconciledDay } from '@banyi/contract/payments/reconciliation'
import { StatusWord } from '../ui/bits.tsx'

export function DayState({ day }: { day: ReconciledDay }): ReactElement {
  if (day.openDifferences > 0) return <StatusWord tone="danger">{day.openDifferences} 处差异待处理</StatusWord>
  if (day.differences > 0) return <StatusWord tone="good">{day.differences} 处差异已处理</StatusWord>
  return <StatusWord tone="good">全部一致</StatusWord>
}
