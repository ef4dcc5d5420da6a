/** The state picture of an order as tables. Pure: nothing here reads or writes. */
import type { MilestoneKind, OrderState, PackageKind } from '@banyi/contract/orders'

export interface StepRule {
  kind: MilestoneKind
  /** may be passed over as "not applicable", with a reason */
  isRequired: boolean
}
const VISIT: StepRule[] = [
  { kind: 'departed', isRequired: true },
  { kind: 'met', isRequired: true },
  { kind: 'registered', isRequired: false },
  { kind: 'in-consultation', isRequired: false },
  { kind: 'exams', isRequired: false },
  { kind: 'medicine', isRequired: false },
  { kind: 'finished', isRequired: true },
]
const ERRAND: StepRule[] = [
  { kind: 'departed', isRequired: true },
  { kind: 'arrived', isRequired: true },
  { kind: 'handled', isRequired: true },
  { kind: 'finished', isRequired: true },
]
export const isErrand = (kind: PackageKind): boolean => kind !== 'half-day' && kind !== 'full-day'
export const stepsOf = (kind: PackageKind): StepRule[] => (isErrand(kind) ? ERRAND : VISIT)

/** The one step that may come next; null before acceptance and after the last step. */
export function nextStep(kind: PackageKind, state: OrderState): StepRule | null {
  const steps = stepsOf(kind)
  if (state === 'accepted') return steps[0] ?? null
  const at = steps.findIndex((step) => step.kind === state)
  return at === -1 ? null : (steps[at + 1] ?? null)
}

/** from her departure until she has finished */
export const ON_THE_WAY: OrderState[] = [
  'departed',
  'arrived',
  'handled',
  'met',
  'registered',
  'in-consultation',
  'exams',
  'medicine',
]
export const OVER: OrderState[] = ['confirmed', 'expired', 'cancelled', 'no-show']

/** command -> states it may start from */
export const allowedFrom = {
  pay: ['booked'],
  expire: ['booked'],
  accept: ['paid'],
  refuse: ['paid'],
  handOver: ['accepted', 'departed'],
  cancelByFamily: ['booked', 'paid', 'accepted', 'departed'],
  cancelByOperator: ['booked', 'paid', 'accepted', ...ON_THE_WAY, 'finished', 'reported'],
  reschedule: ['paid', 'accepted'],
  chooseCompanion: ['paid'],
  companionNoShow: ['paid', 'accepted', 'departed'],
  patientNoShow: ['departed'],
  report: ['finished'],
  milestone: ['accepted', ...ON_THE_WAY],
  confirm: ['reported'],
  openDispute: ['reported', 'cancelled', 'no-show'],
  tip: ['reported', 'confirmed'],
  assign: ['paid', 'accepted', ...ON_THE_WAY],
  renewCode: ['booked', 'paid', 'accepted', 'departed'],
  sendLocation: ON_THE_WAY,
  refundByOperator: ['paid', 'accepted', ...ON_THE_WAY, 'finished', 'reported', 'confirmed', 'cancelled', 'no-show'],
  link: ['booked', 'paid', 'accepted', ...ON_THE_WAY, 'finished', 'reported'],
} as const satisfies Record<string, readonly OrderState[]>

export const isAllowed = (command: keyof typeof allowedFrom, state: OrderState): boolean =>
  (allowedFrom[command] as readonly OrderState[]).includes(state)
export const isOver = (state: OrderState): boolean => OVER.includes(state)
export const isOnTheWay = (state: OrderState): boolean => ON_THE_WAY.includes(state)

/** `open` to a companion, `active` from acceptance to the report, `done` after it */
export function tabOf(state: OrderState): 'open' | 'active' | 'done' {
  if (state === 'paid') return 'open'
  return state === 'accepted' || isOnTheWay(state) || state === 'finished' ? 'active' : 'done'
}
