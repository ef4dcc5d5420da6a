/** The order as the family that booked it sees it. */
import type { FamilyOrder } from '@banyi/contract/orders'
import { companionContact, findCompanions } from '../../companions/index.ts'
import { notFound } from '../../core/errors.ts'
import { departmentName, findHospitals } from '../../hospitals/index.ts'
import { findPatients } from '../../identity/index.ts'
import { policiesOf } from '../../insurance/index.ts'
import { moneyOf } from '../../payments/index.ts'
import type { AccountContext, System } from '../../system.ts'
import { findDispute } from '../disputes/dispute-queries.ts'
import { showDispute } from '../disputes/dispute-view.ts'
import { whyNoDispute } from '../disputes/open-dispute.ts'
import { mayTip } from './tip-order.ts'
import { findOrderOfAccount, readTimeline, type OrderRow } from '../order-queries.ts'
import { showMoney } from '../order-money.ts'
import { isAllowed, isOnTheWay } from '../order-states.ts'
import { nextExpectedAt, sayNext, showBase } from '../order-view.ts'
import { readPlace } from '../place.ts'
import { showSteps, showTimeline } from '../timeline-view.ts'

const MINUTE = 60_000
export const NO_SHOW_AFTER_MINUTES = 15

/** Throws NOT_FOUND for an order of another family. */
export async function showFamilyOrder(c: AccountContext, id: string): Promise<FamilyOrder> {
  const order = await findOrderOfAccount(c.db, id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  const isConcerned =
    order.accepted_at !== null && (order.state === 'accepted' || isOnTheWay(order.state) || order.state === 'finished')
  const [patients, hospitals, companions, department, money, timeline, contact, place, dispute, policies] =
    await Promise.all([
      findPatients(c, [order.patient_id], c.viewer.accountId),
      findHospitals(c, [order.hospital_id]),
      order.companion_id ? findCompanions(c, [order.companion_id]) : null,
      order.department_code ? departmentName(c, order.department_code) : null,
      moneyOf(c, order.id),
      readTimeline(c.db, order.id),
      order.companion_id && isConcerned ? companionContact(c, order.companion_id) : null,
      isOnTheWay(order.state) ? readPlace(c, order) : null,
      findDispute(c.db, order.id),
      policiesOf(c, [order.id]),
    ])
  const patient = patients.get(order.patient_id)
  if (!patient) throw notFound('就诊人')
  const companion = companions?.get(order.companion_id ?? '') ?? null
  const state = order.state
  return {
    ...showBase(order, hospitals.get(order.hospital_id)),
    createdAt: order.created_at.toISOString(),
    patient: { id: patient.id, name: patient.name, ageYears: patient.ageYears, sex: patient.sex },
    departmentName: department,
    need: (await c.cipher.openMaybe(c.db, order.patient_id, 'order-need', order.need_enc)) ?? '',
    companion: companion && { ...companion, phone: contact?.phone ?? null },
    isAwaitingCompanion: state === 'paid' && order.companion_id === null,
    lines: order.quote.lines,
    money: showMoney(order, money),
    payBefore: state === 'booked' ? order.pay_before.toISOString() : null,
    visitCode: isAllowed('renewCode', state) && state !== 'booked' ? order.visit_code : null,
    isVisitCodeLocked: order.code_locked_at !== null,
    steps: showSteps(order, timeline),
    timeline: await showTimeline(c, order, timeline, 'family'),
    place,
    nextSentence: sayNext(c, order, companion?.name ?? null),
    nextExpectedAt: nextExpectedAt(order),
    autoConfirmAt: order.auto_confirm_at?.toISOString() ?? null,
    insurance: policies.get(order.id) ?? null,
    dispute: dispute && (await showDispute(c, order.patient_id, dispute, true)),
    can: rightsOf(c, order, dispute !== null),
  }
}

function rightsOf(system: System, order: OrderRow, hadDispute: boolean): FamilyOrder['can'] {
  const { state } = order
  const minutesLate = (system.clock.now().getTime() - order.starts_at.getTime()) / MINUTE
  return {
    pay: state === 'booked',
    cancel: isAllowed('cancelByFamily', state),
    reschedule: isAllowed('reschedule', state) && order.reschedules < MAX_RESCHEDULES,
    chooseCompanion: state === 'paid',
    confirm: state === 'reported',
    reportNoShow:
      isAllowed('companionNoShow', state) && order.companion_id !== null && minutesLate >= NO_SHOW_AFTER_MINUTES,
    dispute: whyNoDispute(order, hadDispute, system.clock.now()) === null,
    withdrawDispute: order.disputed_at !== null,
    tip: mayTip(order, system.clock.now()),
    chat: order.accepted_at !== null && state !== 'expired',
  }
}
export const MAX_RESCHEDULES = 2
