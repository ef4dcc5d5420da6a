/** Timeline and steps as people see them. */
import type { Step, TimelineEntry, TimelineKind } from '@banyi/contract/orders'
import type { System } from '../system.ts'
import type { OrderRow, TimelineRow } from './order-queries.ts'
import { nextStep, stepsOf } from './order-states.ts'
import { stepNames } from './order-words.ts'

export type Reader = 'family' | 'dispatcher' | 'operator' | 'companion' | 'companion-afterwards' | 'link'
/** notes can hold health data: not for who holds a link or has no part in the visit, and no longer for the companion when the visit is over */
const mayReadNotes: Reader[] = ['family', 'dispatcher', 'companion']
const familysOwn: TimelineKind[] = [
  'refunded',
  'insured',
  'insurance-failed',
  'insurance-cancelled',
  'disputed',
  'dispute-decided',
  'compensated',
]
/** the family's money and codes are nobody else's business */
const hidden: Record<Reader, TimelineKind[]> = {
  family: [],
  dispatcher: [],
  operator: [],
  companion: familysOwn,
  'companion-afterwards': familysOwn,
  link: [...familysOwn, 'paid', 'tipped', 'code-locked', 'code-renewed'],
}

export async function showTimeline(
  system: System,
  order: OrderRow,
  rows: TimelineRow[],
  reader: Reader,
): Promise<TimelineEntry[]> {
  const mayRead = mayReadNotes.includes(reader)
  return Promise.all(
    rows
      .filter((row) => !hidden[reader].includes(row.kind))
      .map(async (row) => ({
        kind: row.kind,
        at: row.at.toISOString(),
        sentence: row.sentence,
        isNotApplicable: row.is_not_applicable,
        note:
          mayRead && row.note_enc
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
