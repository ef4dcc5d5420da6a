import type { ReportInput } from '@banyi/contract/orders'
import { fenOf } from '@/say/money'
import { readStored, writeStored } from '@/store/stored'

/** What she has written so far; expenses as typed, because 12. is on its way to 12.50 */
export interface Draft {
  summary: string
  doctorsWords: string
  medicines: { name: string; usage: string }[]
  followUps: { what: string; day: string }[]
  expenses: { what: string; yuan: string }[]
}

const keyOf = (taskId: string) => `banyi.report.${taskId}`
const EMPTY: Draft = { summary: '', doctorsWords: '', medicines: [], followUps: [], expenses: [] }

export const recallDraft = (taskId: string): Draft => readStored<Draft>(keyOf(taskId)) ?? EMPTY
export const keepDraft = (taskId: string, draft: Draft | null): void => writeStored(keyOf(taskId), draft)

export type Faults = Record<string, string>

/** Lines without any word are left out; a line begun must make sense. */
export function readDraft(draft: Draft): { report: ReportInput; faults: Faults } {
  const faults: Faults = {}
  if (draft.summary.trim().length < 5) faults['summary'] = '至少写 5 个字，说说这次看病的经过'
  draft.medicines.forEach(({ name, usage }, at) => {
    if (!name.trim() && usage.trim()) faults[`medicines.${at}`] = '请写药名'
  })
  draft.followUps.forEach(({ what, day }, at) => {
    if (!what.trim() && day) faults[`followUps.${at}`] = '请写要做什么'
  })
  draft.expenses.forEach(({ what, yuan }, at) => {
    if (!what.trim() && !yuan.trim()) return
    if (!what.trim()) faults[`expenses.${at}`] = '请写是什么费用'
    else if (fenOf(yuan) === null) faults[`expenses.${at}`] = '金额请写成 35 或 35.50'
  })
  const report: ReportInput = {
    summary: draft.summary.trim(),
    doctorsWords: draft.doctorsWords.trim(),
    medicines: draft.medicines
      .filter(({ name }) => name.trim())
      .map(({ name, usage }) => ({ name: name.trim(), usage: usage.trim() })),
    followUps: draft.followUps
      .filter(({ what }) => what.trim())
      .map(({ what, day }) => ({ what: what.trim(), day: day || null })),
    expenses: draft.expenses
      .filter(({ what }) => what.trim())
      .map(({ what, yuan }) => ({ what: what.trim(), amountFen: fenOf(yuan) ?? 0 })),
  }
  return { report, faults }
}
