/** Set-up for tests of insurance: a family that has agreed, an offer, an insured order, and what orders tells about it. */
import type { EventName, EventPayload } from '@banyi/contract/events'
import type { InsuranceOffer } from '@banyi/contract/insurance'
import { randomUUID } from 'node:crypto'
import { addHours } from '../core/clock.ts'
import { emit, registerReactions } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import { agree, daughter, mother, type Person } from '../core/testing/people.ts'
import type { World } from '../core/testing/world.ts'
import { insure } from './index.ts'
import { insurance } from './module.ts'

export interface Insured {
  person: Person
  patientId: string
  orderId: string
  orderNumber: string
  premiumFen: number
  startsAt: Date
}
type PatientWish = Parameters<typeof mother>[1]

/** Signed in, agreed to the insurer too, with a patient. */
export async function insuringFamily(
  world: World,
  wish: PatientWish = {},
): Promise<{ person: Person; patientId: string }> {
  const person = await daughter(world)
  await agree(person, ['insurer-sharing'])
  return { person, patientId: (await mother(person, wish)).id }
}

export const visitAt = (world: World, hours = 48): Date => addHours(world.clock.now(), hours)

export const offersFor = (person: Person, patientId: string, startsAt: Date): Promise<{ items: InsuranceOffer[] }> =>
  person.api.insurance.listOffers({
    body: { patientId, hospitalId: 'sh-ruijin', packageKind: 'half-day', startsAt: startsAt.toISOString() },
  })

let running = 0
/** As orders does it: the offer is taken in the transaction of the booking. Not paid yet. */
export async function chosenPolicy(world: World, wish: PatientWish = {}): Promise<Insured> {
  const { person, patientId } = await insuringFamily(world, wish)
  const startsAt = visitAt(world)
  const [offer] = (await offersFor(person, patientId, startsAt)).items
  if (!offer) throw new Error('nothing was offered')
  const order = { orderId: randomUUID(), orderNumber: `20261123${String(++running).padStart(6, '0')}` }
  const { accountId } = person
  const about = { ...order, offerId: offer.id, accountId, patientId, startsAt, endsAt: addHours(startsAt, 4) }
  await world.system.db.tx((tx) => insure(tx, about))
  return { ...order, person, patientId, startsAt, premiumFen: offer.premiumFen }
}

type Progress = EventPayload<'orders.progressed'>
/** What orders tells everybody. */
export async function tellProgress(
  world: World,
  policy: Insured,
  kind: Progress['kind'],
  part: Partial<Progress> = {},
): Promise<void> {
  const now = world.clock.now()
  const payload: Progress = {
    orderId: policy.orderId,
    number: policy.orderNumber,
    kind,
    sentence: '订单有了进展',
    at: now.toISOString(),
    hospitalName: '瑞金医院',
    packageName: '半天陪诊',
    startsAt: policy.startsAt.toISOString(),
    familyAccountId: policy.person.accountId,
    companionAccountId: null,
    companionName: null,
    formerCompanionAccountId: null,
    amountFen: null,
    isOver: ['cancelled', 'expired', 'no-show', 'confirmed'].includes(kind),
    ...part,
  }
  await world.system.db.tx((tx) => emit(tx, 'orders.progressed', payload, now))
}

export async function paidPolicy(world: World, wish: PatientWish = {}): Promise<Insured> {
  const policy = await chosenPolicy(world, wish)
  await tellProgress(world, policy, 'paid')
  return policy
}

const NEWS = ['insurance.bound', 'insurance.bind-failed', 'insurance.cancelled'] as const

/** Only insurance reacts; its news lie in the task table for the test to read. */
export function listenIn(): void {
  registerReactions([...(insurance.reactions ?? []), ...NEWS.map((event) => ({ event, name: `heard ${event}` }))])
}

/** What insurance told the others about this order, oldest first. */
export async function told(
  world: World,
  orderId: string,
): Promise<{ event: EventName; payload: Record<string, unknown> }[]> {
  const rows = await world.rows<{ kind: string; payload: Record<string, unknown> }>(
    sql`select kind, payload from core.tasks where kind like 'heard %' and payload ->> 'orderId' = ${orderId} order by id`,
  )
  return rows.map(({ kind, payload }) => ({ event: kind.slice('heard '.length) as EventName, payload }))
}
export const toldNames = async (world: World, orderId: string): Promise<string[]> =>
  (await told(world, orderId)).map(({ event }) => event)

export const stateOf = async (world: World, policy: Insured): Promise<string> =>
  (await world.rows<{ state: string }>(sql`select state from insurance.policies where order_id = ${policy.orderId}`))[0]
    ?.state ?? 'none'

/** states of the numbers that were used at the insurer, oldest first: ours and theirs */
export async function bindingsOf(world: World, policy: Insured): Promise<{ ours: string[]; theirs: string[] }> {
  const rows = await world.rows<{ number: string; state: string }>(
    sql`select number, b.state from insurance.bindings b join insurance.policies p on p.id = policy_id where order_id = ${policy.orderId} order by b.period`,
  )
  const theirs = new Map(world.sandbox.control.policies().map((one) => [one.request_no, one.state]))
  return { ours: rows.map(({ state }) => state), theirs: rows.map(({ number }) => theirs.get(number) ?? 'unknown') }
}
