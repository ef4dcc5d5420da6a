/** Set-up for tests of orders, through the real doors: `const order = await bookedOrder(world, anna, mum, { companionId })`. */
import type { FamilyOrder, PaymentParams, QuoteInput, Task } from '@banyi/contract/orders'
import type { Patient } from '@banyi/contract/identity'
import { randomInt } from 'node:crypto'
import { addDays } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { newId, type Answer, type World } from '../core/testing/world.ts'
import { companionPerson, daughter, mother, operatorWith, type Person, type Staff } from '../core/testing/people.ts'

/** 瑞金医院 in the built-in directory */
export const RUIJIN = 'H31010749'
/** Wednesday two days after the world begins, 09:00 in Shanghai */
export const START = '2026-11-25T01:00:00.000Z'

export interface Companion extends Person {
  id: string
}
export interface Cast {
  anna: Person
  mum: Patient
  wang: Companion
  desk: Staff
}

/** A daughter, her mother, a companion with working hours, a dispatcher who also does finance. */
export async function castOf(world: World): Promise<Cast> {
  const desk = await operatorWith(world, ['dispatcher', 'finance', 'reviewer'])
  const anna = await daughter(world)
  return { anna, mum: await mother(anna), desk, wang: await newCompanion(world, desk) }
}

export async function newCompanion(
  world: World,
  desk: Staff,
  wish: { name?: string; segments?: ('general' | 'paediatrics' | 'oncology')[] } = {},
): Promise<Companion> {
  const user = world.sandbox.control.createUser()
  const record = await desk.api.companions.addCompanion({
    body: {
      name: wish.name ?? '王秀珍',
      phone: user.phone,
      sex: 'female',
      birthYear: 1985,
      verified: ['identity', 'training'],
      segments: wish.segments ?? ['general'],
      skills: ['wheelchair'],
      languages: ['普通话', '上海话'],
      districts: ['黄浦区'],
      introduction: '',
      startedYear: 2020,
    },
  })
  const person = await companionPerson(world, { phone: user.phone })
  await world.drain()
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '06:00', to: '21:00' }))
  await person.api.companions.setMyWeeklyHours({ body: { hours, worksOnHolidays: true } })
  return { ...person, id: record.id }
}

type Wish = Partial<QuoteInput> & { companionId?: string | null; commandId?: string; need?: string }
export async function bookedOrder(family: Person, patient: Patient, wish: Wish = {}): Promise<FamilyOrder> {
  const { commandId = newId(), need = '心内科复诊，带上次的心电图', ...quoteWish } = wish
  const quote = await family.api.orders.getQuote({
    body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt: START, ...quoteWish },
  })
  return family.api.orders.bookOrder({
    body: {
      commandId,
      quoteToken: quote.token,
      contractVersion: quote.contractVersion,
      patientId: patient.id,
      departmentCode: '03.04',
      meetingPoint: '门诊大厅 1 号门',
      need,
      hasAuthorisation: true,
    },
  })
}

/** Booked and paid at the sandbox's wallet; the callback has arrived and was dealt with. */
export async function paidOrder(world: World, family: Person, patient: Patient, wish: Wish = {}): Promise<FamilyOrder> {
  const order = await bookedOrder(family, patient, wish)
  await pay(world, family, order)
  return family.api.orders.getMyOrder({ params: { id: order.id } })
}

/** what wx.requestPayment gets */
export const openWallet = (family: Person, { id, version }: FamilyOrder): Promise<PaymentParams> =>
  family.api.orders.payOrder({ params: { id }, body: { commandId: newId(), version } })

export async function pay(world: World, family: Person, order: FamilyOrder): Promise<void> {
  const { problem } = world.sandbox.control.pay(await openWallet(family, order))
  if (problem) throw new Error(`the wallet refused: ${problem}`)
  await world.sandbox.control.idle()
  await world.drain()
}

/** Callbacks that are on their way arrive, refunds reach the provider and are told, and everything due is carried out. */
export async function moneyArrives(world: World): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await world.drain()
    await world.advance({ seconds: 2 })
    await world.sandbox.control.idle()
  }
  await world.drain()
}

export async function acceptedOrder(world: World, cast: Cast, wish: Wish = {}): Promise<FamilyOrder> {
  const order = await paidOrder(world, cast.anna, cast.mum, { companionId: cast.wang.id, ...wish })
  await cast.wang.api.orders.acceptTask({
    params: { id: order.id },
    body: { commandId: newId(), version: order.version, contractVersion: 1 },
  })
  return cast.anna.api.orders.getMyOrder({ params: { id: order.id } })
}

/** Records steps one after the other up to and including the last of `kinds`. */
export async function walk(
  companion: Companion,
  family: Person,
  orderId: string,
  kinds: Exclude<Task['nextStep'], null>[],
): Promise<Task> {
  let task = await companion.api.orders.getTask({ params: { id: orderId } })
  for (const kind of kinds) {
    const visitCode =
      kind === 'met' ? (await family.api.orders.getMyOrder({ params: { id: orderId } })).visitCode : null
    task = await companion.api.orders.recordMilestone({
      params: { id: orderId },
      body: { commandId: newId(), version: task.version, kind, visitCode },
    })
  }
  return task
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
export const aReport = {
  summary: '血压平稳，医生调整了复诊时间。',
  doctorsWords: '药照旧吃，一个月后复诊。',
  medicines: [{ name: '氨氯地平', usage: '每天一次' }],
  followUps: [{ what: '心内科复诊', day: '2026-12-25' }],
  expenses: [{ what: '挂号费', amountFen: 5000 }],
}

/** Walked to the end, with its report: the family may confirm, object, or say nothing. */
export async function reportedOrder(world: World, cast: Cast, wish: Wish = {}): Promise<FamilyOrder> {
  const { id } = await acceptedOrder(world, cast, wish)
  const { version } = await walk(cast.wang, cast.anna, id, [...WHOLE_VISIT])
  await cast.wang.api.orders.submitReport({
    params: { id },
    body: { commandId: newId(), version, report: aReport },
  })
  await world.drain()
  return cast.anna.api.orders.getMyOrder({ params: { id } })
}
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** 立减 ¥30.00 from ¥200.00 on, in her hands; whoever funds it */
export async function couponOf(
  world: World,
  desk: Staff,
  person: Person,
  funder: { code: string; name: string } = { code: 'platform', name: '平台' },
): Promise<string> {
  const code = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const now = world.clock.now()
  const coupon = {
    name: '新客立减',
    code,
    funderCode: funder.code,
    funderName: funder.name,
    offFen: 3000,
    offPercent: 0,
    maxOffFen: 0,
    minPriceFen: 20_000,
    validFrom: now.toISOString(),
    validTo: addDays(now, 200).toISOString(),
    totalCount: 10,
    perAccount: 1,
  }
  await desk.api.coupons.addCouponKind({ body: { commandId: newId(), coupon } })
  return (await person.api.coupons.takeCoupon({ body: { commandId: newId(), code } })).id
}
/** what orders said should become of the money, as payments were told */
export const settlementsOf = (world: World, orderId: string) =>
  world.rows<{ kept: number; income: number; coupon_back: number }>(sql`
    select (settlement ->> 'keptFen')::int as kept, (settlement ->> 'incomeFen')::int as income, (settlement ->> 'couponBackFen')::int as coupon_back
    from orders.orders where id = ${orderId} and settlement_at is not null`)

type Body = Record<string, unknown>
/** One command as a phone sends it, refusals and all: `await tell(world, anna, `/orders/${id}/cancel`, { version, refundFen })`. */
export const tell = (world: World, who: { token: string } | null, path: string, body: Body): Promise<Answer> =>
  world.call('POST', path, { ...(who ? { token: who.token } : {}), body: { commandId: newId(), ...body } })
/** `409 TIME_TAKEN`, or `200` */
export const said = ({ status, body }: Answer): string => (body.code ? `${status} ${body.code}` : String(status))

/** Everything a command on an order could have written, to prove that a refusal wrote nothing. */
export async function written(world: World): Promise<string> {
  const [row] = await world.rows<{ all: object }>(sql`
    select json_build_object(
      'orders', (select json_agg(o order by id) from orders.orders o), 'timeline', (select count(*) from orders.timeline),
      'reservations', (select json_agg(r order by order_id) from companions.reservations r), 'refusals', (select count(*) from orders.refusals),
      'tries', (select count(*) from orders.code_tries), 'links', (select json_agg(l order by id) from orders.links l), 'views', (select count(*) from orders.link_views),
      'places', (select count(*) from orders.places), 'reports', (select count(*) from orders.reports), 'prices', (select count(*) from orders.price_lists),
      'commands', (select count(*) from core.commands), 'tasks', (select count(*) from core.tasks), 'pushes', (select count(*) from core.pushes),
      'audit', (select count(*) from core.audit), 'payments', (select count(*) from payments.payments), 'postings', (select count(*) from payments.postings),
      'disputes', (select json_agg(d order by id) from orders.disputes d), 'refunds', (select count(*) from orders.refunds),
      'coupons', (select json_agg(u order by order_id) from coupons.uses u), 'contracts', (select count(*) from contracts.contracts),
      'acceptances', (select count(*) from contracts.acceptances)) as all`)
  return JSON.stringify(row?.all)
}
