/** Moments of several visits, played in the order of time. */
import { addMinutes } from '../core/clock.ts'
import type { Stage } from './stage.ts'
import type { DemoReport, Visit } from './visit.ts'

export interface Moment {
  at: Date
  act: () => Promise<void>
}

/** Moments of the future are left to the visitor. */
export async function play(stage: Stage, moments: Moment[], until: Date): Promise<void> {
  for (const { at, act } of moments.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (at > until) break
    await stage.moveTo(at)
    await act()
    await stage.drain()
  }
}

export const bookedAt = (visit: Visit, at: Date): Moment[] => [
  { at, act: () => visit.book() },
  { at: addMinutes(at, 2), act: () => visit.pay() },
]
export const acceptedAt = (visit: Visit, at: Date): Moment => ({ at, act: () => visit.accept() })

/** A usual half day from door to door, minutes after the start. */
export function walkFrom(
  visit: Visit,
  startsAt: Date,
  words: { consultation?: string; exams?: string; noMedicine?: string } = {},
): Moment[] {
  const after = (minutes: number): Date => addMinutes(startsAt, minutes)
  const note = (text: string | undefined): { note?: string } => (text ? { note: text } : {})
  return [
    { at: after(-48), act: () => visit.step('departed') },
    { at: after(-6), act: () => visit.step('met') },
    { at: after(14), act: () => visit.step('registered') },
    { at: after(52), act: () => visit.step('in-consultation', note(words.consultation)) },
    { at: after(95), act: () => visit.step('exams', note(words.exams)) },
    { at: after(168), act: () => visit.step('medicine', words.noMedicine ? { skip: words.noMedicine } : {}) },
    { at: after(190), act: () => visit.step('finished') },
  ]
}
export const errandFrom = (visit: Visit, startsAt: Date): Moment[] =>
  ['departed', 'arrived', 'handled', 'finished'].map((kind, i) => ({
    at: addMinutes(startsAt, i * 28 - 25),
    act: () => visit.step(kind),
  }))

export const reportedAt = (visit: Visit, at: Date, report: DemoReport): Moment => ({
  at,
  act: () => visit.report(report),
})
export const confirmedAt = (visit: Visit, at: Date): Moment => ({ at, act: () => visit.confirm() })
