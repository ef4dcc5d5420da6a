/** Who takes part: families with a patient, companions who can be paid, three people at the desk. Made once, used by the whole walk. */
import type { Patient } from '@banyi/contract/identity'
import { randomUUID } from 'node:crypto'
import { sql } from '../server/core/sql.ts'
import {
  agree,
  companionPerson,
  daughter,
  mother,
  operatorWith,
  type Person,
  type Staff,
} from '../server/core/testing/people.ts'
import type { MoneyWorld } from './money-world.ts'

export interface Family extends Person {
  patient: Patient
}
export interface Companion extends Person {
  id: string
}
export interface Cast {
  families: Family[]
  companions: Companion[]
  desks: Staff[]
  couponCodes: string[]
}

export async function castOf(world: MoneyWorld, size: { families: number; companions: number }): Promise<Cast> {
  const desks: Staff[] = []
  for (const name of ['李伟', '陈静', '周敏'])
    desks.push(await operatorWith(world, ['dispatcher', 'finance', 'reviewer', 'content'], name))
  const families: Family[] = []
  for (let i = 0; i < size.families; i++) {
    const person = await daughter(world, { nickname: `家属${i}` })
    await agree(person, ['insurer-sharing'])
    families.push({ ...person, patient: await mother(person) })
  }
  const companions: Companion[] = []
  for (let i = 0; i < size.companions; i++) companions.push(await newCompanion(world, desks[0], i))
  const cast = { families, companions, desks, couponCodes: await newCoupons(world, desks[0]) }
  // months pass in here; how sessions and consents end is proven elsewhere
  await world.rows(sql`update identity.sessions set last_seen_at = '2040-01-01', expires_at = '2040-01-01'`)
  return cast
}

async function newCompanion(world: MoneyWorld, desk: Staff | undefined, i: number): Promise<Companion> {
  if (!desk) throw new Error('nobody at the desk')
  const user = world.sandbox.control.createUser()
  const name = `王秀${'一二三四五六七八九十甲乙丙丁戊己庚辛壬癸'.charAt(i % 20)}`
  const record = await desk.api.companions.addCompanion({
    body: {
      name,
      phone: user.phone,
      sex: 'female',
      birthYear: 1985,
      verified: ['identity', 'training'],
      segments: ['general'],
      skills: ['wheelchair'],
      languages: ['普通话'],
      districts: ['黄浦区'],
      introduction: '',
      startedYear: 2020,
    },
  })
  const person = await companionPerson(world, { phone: user.phone })
  await world.drain()
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '06:00', to: '21:00' }))
  await person.api.companions.setMyWeeklyHours({ body: { hours, worksOnHolidays: true } })
  await world.call('PUT', '/payments/payee', { token: person.token, body: { commandId: randomUUID(), realName: name } })
  return { ...person, id: record.id }
}

/** one of ours and one that a channel pays */
async function newCoupons(world: MoneyWorld, desk: Staff | undefined): Promise<string[]> {
  const common = {
    offPercent: 0,
    maxOffFen: 0,
    minPriceFen: 0,
    validFrom: world.clock.now().toISOString(),
    validTo: '2039-01-01T00:00:00.000Z',
    totalCount: 1_000_000,
    perAccount: 100,
  }
  const kinds = [
    { ...common, code: 'WALKER', name: '平台立减', funderCode: 'platform', funderName: '平台', offFen: 3_000 },
    { ...common, code: 'CHANNEL', name: '社区立减', funderCode: 'community', funderName: '社区中心', offFen: 5_000 },
  ]
  for (const coupon of kinds)
    await world.call('POST', '/coupons/kinds', { token: desk?.token ?? '', body: { commandId: randomUUID(), coupon } })
  return kinds.map(({ code }) => code)
}
