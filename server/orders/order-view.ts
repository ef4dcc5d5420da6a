/** Parts of an order that every reader's view is made of. */
import type { FamilyOrder, OrderCard } from '@banyi/contract/orders'
import { addMinutes } from '../core/clock.ts'
import { sayTime } from '../core/words.ts'
import type { HospitalCard } from '@banyi/contract/hospitals'
import type { System } from '../system.ts'
import type { OrderRow } from './order-queries.ts'
import { isErrand } from './order-states.ts'
import { packages, saysNext, stateNames } from './order-words.ts'

type Base = Pick<
  FamilyOrder,
  | 'id'
  | 'number'
  | 'version'
  | 'state'
  | 'stateName'
  | 'packageKind'
  | 'packageName'
  | 'segment'
  | 'addOns'
  | 'isErrand'
  | 'startsAt'
  | 'endsAt'
  | 'hospital'
  | 'meetingPoint'
>
type Hospital = Pick<HospitalCard, 'address' | 'location'> | undefined

export function showBase(order: OrderRow, hospital: Hospital): Base {
  return {
    id: order.id,
    number: order.number,
    version: order.version,
    state: order.state,
    stateName: order.state === 'paid' && order.companion_id === null ? '安排陪诊员中' : stateNames[order.state],
    packageKind: order.package_kind,
    packageName: packages[order.package_kind].name,
    segment: order.segment,
    addOns: order.add_ons,
    isErrand: isErrand(order.package_kind),
    startsAt: order.starts_at.toISOString(),
    endsAt: order.ends_at.toISOString(),
    hospital: {
      id: order.hospital_id,
      name: order.hospital_name,
      district: order.hospital_district,
      address: hospital?.address ?? '',
      location: hospital?.location ?? null,
    },
    meetingPoint: order.meeting_point,
  }
}

export function sayNext(system: System, order: OrderRow, companionName: string | null): string {
  const now = system.clock.now()
  return saysNext(order.state, {
    who: companionName,
    startsAt: sayTime(order.starts_at, now),
    payBefore: sayTime(order.pay_before, now),
    meetingPoint: order.meeting_point,
    isErrand: isErrand(order.package_kind),
  })
}

/** when the next thing is to be expected; null when nobody can say */
export function nextExpectedAt(order: OrderRow): string | null {
  switch (order.state) {
    case 'booked':
      return order.pay_before.toISOString()
    case 'accepted':
      return addMinutes(order.starts_at, -30).toISOString()
    case 'departed':
      return order.starts_at.toISOString()
    case 'met':
    case 'registered':
    case 'in-consultation':
    case 'exams':
    case 'medicine':
    case 'arrived':
    case 'handled':
      return order.ends_at.toISOString()
    case 'finished':
      return order.finished_at ? addMinutes(order.finished_at, 120).toISOString() : null
    case 'reported':
      return order.auto_confirm_at?.toISOString() ?? null
    default:
      return null
  }
}

export function showCard(
  system: System,
  order: OrderRow,
  facts: { patientName: string; departmentName: string | null; companionName: string | null; hospital: Hospital },
): OrderCard {
  return {
    ...showBase(order, facts.hospital),
    patientName: facts.patientName,
    departmentName: facts.departmentName,
    companionName: facts.companionName,
    totalFen: order.total_fen,
    payBefore: order.state === 'booked' ? order.pay_before.toISOString() : null,
    nextSentence: sayNext(system, order, facts.companionName),
  }
}
