/** Timeline and steps as people see them. */
import type { Step, TimelineEntry } from '@banyi/contract/orders'
import type { System } from '../system.ts'
import type { OrderRow, TimelineRow } from './order-queries.ts'
import { nextStep, stepsOf } from './order-states.ts'
import { stepNames } from './order-words.ts'

/** `mayReadNotes`: notes can hold health data, so a link holder gets none */
export async function showTimeline(
  system: System,
  order: OrderRow,
  rows: TimelineRow[],
  mayReadNotes: boolean,
): Promise<TimelineEntry[]> {
  return Promise.all(
    rows.map(async (row) => ({
      kind: row.kind,
      at: row.at.toISOString(),
      sentence: row.sentence,
      isNotApplicable: row.is_not_applicable,
      note:
        mayReadNotes && row.note_enc
          ? await system.cipher.open(system.db, order.patient_id, 'timeline-note', row.note_enc)
          : '',
      byWhom: row.by_whom,
    })),
  )
}

export function showSteps(order: OrderRow, rows: TimelineRow[]): Step[] {
  const next = nextStep(order.package_kind, order.state)?.kind
  // after a hand-over the steps of the earlier companion before the meeting do not count
  const done = new Map(rows.filter((row) => row.round === order.round).map((row) => [row.kind, row]))
  return stepsOf(order.package_kind).map(({ kind, isRequired }) => {
    const row = done.get(kind)
    const state = row ? (row.is_not_applicable ? 'not-applicable' : 'done') : kind === next ? 'next' : 'later'
    return { kind, name: stepNames[kind], isRequired, state, at: row?.at.toISOString() ?? null }
  })
}
