/** Companions for tests: `await workingCompanion(world)` is on the roster, signed in, and works Monday to Saturday 8 to 18. */
import type { CompanionRecordInput, WeeklyHours } from '@banyi/contract/companions'
import { randomInt } from 'node:crypto'
import { companionPerson, type Person } from '../core/testing/people.ts'
import type { World } from '../core/testing/world.ts'
import { createCompanion } from './add-companion.ts'

export const newPhone = (): string => `138${String(randomInt(100_000_000)).padStart(8, '0')}`

export const recordOf = (wish: Partial<CompanionRecordInput> = {}): CompanionRecordInput => ({
  name: '王秀珍',
  phone: newPhone(),
  sex: 'female',
  birthYear: 1974,
  verified: ['identity', 'health-certificate', 'training'],
  segments: ['general', 'oncology'],
  skills: ['wheelchair'],
  languages: ['普通话', '上海话'],
  districts: ['黄浦区', '徐汇区'],
  introduction: '',
  startedYear: 2019,
  ...wish,
})

export const weekdays = (from: string, to: string, days = [1, 2, 3, 4, 5, 6]): WeeklyHours => ({
  hours: days.map((weekday) => ({ weekday, from, to })),
  worksOnHolidays: false,
})

export interface WorkingCompanion extends Person {
  companionId: string
}
export async function workingCompanion(
  world: World,
  wish: Partial<CompanionRecordInput> = {},
  hours = weekdays('08:00', '18:00'),
): Promise<WorkingCompanion> {
  const person = await companionPerson(world, wish.phone ? { phone: wish.phone } : {})
  const companionId = await createCompanion(world.system, recordOf({ ...wish, phone: person.phone }), {
    kind: 'system',
    id: null,
  })
  await person.api.companions.setMyWeeklyHours({ body: hours })
  return { ...person, companionId }
}
