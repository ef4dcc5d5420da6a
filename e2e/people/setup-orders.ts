/** Orders that stand at some point of their way, brought there by the real doors. */
import type { Client } from '@banyi/contract/client'
import type { FamilyOrder } from '@banyi/contract/orders'
import { randomUUID } from 'node:crypto'
import type { Stack } from '../stack.ts'
import { agree, clientOf, until, type ReadyCompanion } from './setup.ts'

export interface ReadyFamily {
  name: string
  phone: string
  api: Client
  patientId: string
}

/** A family that has agreed to everything, with the mother. */
export async function readyFamily(
  stack: Stack,
  { name, phone, mother }: { name: string; phone: string; mother: string },
): Promise<ReadyFamily> {
  const user = stack.sandbox.control.createUser({ nickname: name, phone })
  const { token } = await clientOf(stack.url).identity.signInByWechat({
    body: { code: stack.sandbox.control.login(user.openid) },
  })
  const api = clientOf(stack.url, token)
  await agree(api)
  await api.identity.bindPhoneByWechat({ body: { code: stack.sandbox.control.phoneCode(user.openid) } })
  const patient = await api.identity.addPatient({
    body: {
      commandId: randomUUID(),
      name: mother,
      relation: 'mother',
      sex: 'female',
      birthDate: '1952-03-08',
      phone: '13900000099',
      mobility: 'slow',
      hearing: 'hard',
      allergies: '青霉素',
      dialect: '上海话',
      notes: '有高血压，容易头晕',
      emergencyContacts: [{ name: '李建国', relation: '弟弟', phone: '13900000098' }],
    },
  })
  return { name, phone, api, patientId: patient.id }
}

/** In `days` days at this hour of Shanghai. */
export function shanghaiAt(days: number, clock: string): string {
  const day = new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)
  return `${day}T${clock}:00+08:00`
}

interface Wish {
  companion: ReadyCompanion | null
  startsAt: string
}

export async function bookedOrder(family: ReadyFamily, { companion, startsAt }: Wish): Promise<FamilyOrder> {
  const { items } = await family.api.hospitals.searchHospitals({ query: { query: '瑞金' } })
  const [hospital] = items
  if (!hospital) throw new Error('the directory is empty')
  const quote = await family.api.orders.getQuote({
    body: {
      hospitalId: hospital.id,
      packageKind: 'half-day',
      addOns: ['wheelchair'],
      startsAt: new Date(startsAt).toISOString(),
      companionId: companion?.id ?? null,
    },
  })
  return family.api.orders.bookOrder({
    body: {
      commandId: randomUUID(),
      quoteToken: quote.token,
      contractVersion: quote.contractVersion,
      patientId: family.patientId,
      meetingPoint: '门诊大厅一楼服务台',
      need: '膝盖疼半年，想复查，看看要不要换药',
    },
  })
}

export async function paidOrder(stack: Stack, family: ReadyFamily, wish: Wish): Promise<FamilyOrder> {
  const { id, version } = await bookedOrder(family, wish)
  const params = { id }
  const payment = await family.api.orders.payOrder({ params, body: { commandId: randomUUID(), version } })
  stack.sandbox.control.pay(payment)
  await until(async () => (await family.api.orders.checkPayment({ params })).state === 'paid')
  return family.api.orders.getMyOrder({ params })
}

/** Paid and accepted by the companion who was asked. */
export async function acceptedOrder(
  stack: Stack,
  family: ReadyFamily,
  companion: ReadyCompanion,
  startsAt: string,
): Promise<FamilyOrder> {
  const order = await paidOrder(stack, family, { companion, startsAt })
  const params = { id: order.id }
  const { version, contractVersion } = await companion.api.orders.getTask({ params })
  await companion.api.orders.acceptTask({ params, body: { commandId: randomUUID(), version, contractVersion } })
  return family.api.orders.getMyOrder({ params })
}

export const WHOLE_VISIT = [
  'departed',
  'met',
  'registered',
  'in-consultation',
  'exams',
  'medicine',
  'finished',
] as const

/** She reports what was said; the family has it to confirm or to dispute. */
export async function report(companion: ReadyCompanion, id: string): Promise<void> {
  const params = { id }
  const { version } = await companion.api.orders.getTask({ params })
  const words = { summary: '骨科复查，拍了片子，一切顺利。', doctorsWords: '少爬楼梯，一个月后复查。' }
  await companion.api.orders.submitReport({ params, body: { commandId: randomUUID(), version, report: words } })
}

/** A visit from booking to the money in her earnings. */
export async function settledOrder(
  stack: Stack,
  family: ReadyFamily,
  companion: ReadyCompanion,
  startsAt: string,
): Promise<FamilyOrder> {
  const { id } = await acceptedOrder(stack, family, companion, startsAt)
  const earned = async () => (await companion.api.payments.getMyEarnings({ query: {} })).balanceFen
  const before = await earned()
  await walk(family, companion, id, [...WHOLE_VISIT])
  await report(companion, id)
  const params = { id }
  const { version } = await family.api.orders.getMyOrder({ params })
  await family.api.orders.confirmOrder({ params, body: { commandId: randomUUID(), version } })
  await until(async () => (await earned()) > before)
  return family.api.orders.getMyOrder({ params })
}

type Kind = FamilyOrder['steps'][number]['kind']

/** Walks these steps; the meeting takes the code from the family's page. */
export async function walk(family: ReadyFamily, companion: ReadyCompanion, id: string, kinds: Kind[]): Promise<void> {
  const params = { id }
  for (const kind of kinds) {
    const { visitCode } = await family.api.orders.getMyOrder({ params })
    const { version } = await companion.api.orders.getTask({ params })
    await companion.api.orders.recordMilestone({
      params,
      body: { commandId: randomUUID(), version, kind, visitCode: kind === 'met' ? visitCode : null },
    })
  }
}

/** How often each thing stands in the timeline. */
export async function timesOf(family: ReadyFamily, id: string): Promise<Record<string, number>> {
  const { timeline } = await family.api.orders.getMyOrder({ params: { id } })
  return Object.fromEntries(
    Object.entries(Object.groupBy(timeline, ({ kind }) => kind)).map(([kind, all]) => [kind, all?.length ?? 0]),
  )
}
