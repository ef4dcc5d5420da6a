/**
 * An order as a companion sees it. Before acceptance: no name, phone or exact need. During the visit: what it needs.
 * When it is over: less again.
 */
import type { Task, TaskCard } from '@banyi/contract/orders'
import type { Point } from '@banyi/contract/common'
import type { HospitalCard } from '@banyi/contract/hospitals'
import { maskName } from '../../core/words.ts'
import { departmentName, findHospitals } from '../../hospitals/index.ts'
import { accountContact, findPatients, hasConsent } from '../../identity/index.ts'
import type { System } from '../../system.ts'
import { contractVersionOf } from '../agreements.ts'
import { showIncome } from '../order-money.ts'
import { countCodeTries, readTimeline, type OrderRow } from '../order-queries.ts'
import { isAllowed, isErrand, isOnTheWay, nextStep, tabOf } from '../order-states.ts'
import { sayNext, showBase } from '../order-view.ts'
import { metersBetween } from '../place.ts'
import { readReport } from '../report.ts'
import { showSteps, showTimeline } from '../timeline-view.ts'
import type { Me } from './me.ts'

export const CODE_TRIES = 3
export const PATIENT_NO_SHOW_AFTER_MINUTES = 30

export function showTaskCard(
  system: System,
  order: OrderRow,
  me: Me,
  hospital: Pick<HospitalCard, 'address' | 'location'> | undefined,
  from: Point | null,
): TaskCard {
  const income = showIncome(order)
  const isHers = order.companion_id === me.id
  return {
    ...showBase(order, hospital),
    // words of the family: they can name a ward
    meetingPoint: isHers && phaseOf(order) === 'visit' ? order.meeting_point : '',
    tab: tabOf(order.state),
    incomeFen: income.totalFen,
    income,
    isChosenByFamily: order.is_chosen && order.companion_id === me.id,
    patientAgeBand: order.patient_age_band,
    patientSex: order.patient_sex,
    distanceMeters: from && hospital?.location ? Math.round(metersBetween(from, hospital.location)) : null,
    nextSentence:
      order.state === 'paid'
        ? order.companion_id === me.id
          ? '家属选择了您，请确认'
          : '正在等人接单'
        : sayNext(system, order, me.name),
  }
}

type Phase = Task['phase']
function phaseOf(order: OrderRow): Phase {
  if (order.accepted_at === null) return 'before-acceptance'
  return order.state === 'accepted' || isOnTheWay(order.state) || order.state === 'finished' ? 'visit' : 'over'
}

export async function showTask(system: System, order: OrderRow, me: Me): Promise<Task> {
  const phase = phaseOf(order)
  const [patient, hospitals, timeline, tries, department, report] = await Promise.all([
    findShared(system, order, phase),
    findHospitals(system, [order.hospital_id]),
    phase === 'before-acceptance' ? [] : readTimeline(system.db, order.id),
    countCodeTries(system.db, order.id),
    phase === 'visit' && order.department_code ? departmentName(system, order.department_code) : null,
    order.state === 'reported' ? readReport(system, order, null) : null,
  ])
  const next = nextStep(order.package_kind, order.state)
  return {
    ...showTaskCard(system, order, me, hospitals.get(order.hospital_id), null),
    phase,
    patient: patient && showPatient(order, phase, patient),
    familyPhone: phase === 'visit' && patient ? (await accountContact(system, order.account_id)).phone : null,
    departmentName: department,
    need:
      phase === 'visit' && patient
        ? ((await system.cipher.openMaybe(system.db, order.patient_id, 'order-need', order.need_enc)) ?? '')
        : null,
    steps: showSteps(order, timeline),
    nextStep: phase === 'visit' ? (next?.kind ?? null) : null,
    timeline: await showTimeline(system, order, timeline, phase === 'visit' ? 'companion' : 'companion-afterwards'),
    needsVisitCode: next?.kind === 'met',
    isVisitCodeLocked: order.code_locked_at !== null,
    visitCodeAttemptsLeft: Math.max(0, CODE_TRIES - tries),
    contractVersion: contractVersionOf(order),
    isDisputed: order.disputed_at !== null,
    // hers to read until the family has confirmed; then what the doctor said is no longer hers to keep
    report: report && { ...report, patientName: maskName(report.patientName), departmentName: null },
    can: rightsOf(system, order, me, phase),
  }
}

type Patient = Awaited<ReturnType<typeof findPatients>> extends Map<string, infer P> ? P : never
/** null: not yet hers to know, or the family took back its consent to share it or to keep it */
async function findShared(system: System, order: OrderRow, phase: Phase): Promise<Patient | null> {
  if (phase === 'before-acceptance' || !(await hasConsent(system.db, order.account_id, 'companion-sharing')))
    return null
  return (await findPatients(system, [order.patient_id], null)).get(order.patient_id) ?? null
}

function showPatient(order: OrderRow, phase: Phase, patient: Patient): NonNullable<Task['patient']> {
  if (phase === 'over')
    return {
      name: maskName(patient.name),
      ageYears: patient.ageYears,
      phone: null,
      allergies: '',
      mobility: '',
      hearing: '',
      dialect: '',
      notes: '',
      emergencyContacts: [],
    }
  // an errand is done without her: she is not to be examined, so her body is nobody's business
  const body = isErrand(order.package_kind)
    ? { allergies: '', mobility: '', hearing: patient.hearing, notes: '' }
    : { allergies: patient.allergies, mobility: patient.mobility, hearing: patient.hearing, notes: patient.notes }
  return {
    name: patient.name,
    ageYears: patient.ageYears,
    phone: patient.phone,
    ...body,
    dialect: patient.dialect,
    emergencyContacts: patient.emergencyContacts,
  }
}

function rightsOf(system: System, order: OrderRow, me: Me, phase: Phase): Task['can'] {
  const { state } = order
  const isVisit = phase === 'visit'
  const minutesLate = (system.clock.now().getTime() - order.starts_at.getTime()) / 60_000
  return {
    accept: state === 'paid' && me.status === 'active',
    refuse: state === 'paid',
    handOver: isVisit && isAllowed('handOver', state),
    advance: isVisit && nextStep(order.package_kind, state) !== null,
    reportNoShow:
      isVisit &&
      !isErrand(order.package_kind) &&
      isAllowed('patientNoShow', state) &&
      minutesLate >= PATIENT_NO_SHOW_AFTER_MINUTES,
    writeReport: state === 'finished',
    chat: phase !== 'before-acceptance' && state !== 'cancelled',
    sendLocation: isVisit && isAllowed('sendLocation', state),
  }
}
