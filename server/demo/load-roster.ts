/** The companions come one after the other during the weeks before the first visit. */
import { addDays, addMinutes, nextDay, shanghaiDay } from '../core/clock.ts'
import { companionOfAccount, createCompanion, recordEarlierVisits } from '../companions/index.ts'
import { join } from './join.ts'
import { demoRoster, type DemoCompanion } from './roster-data.ts'
import type { DemoPerson, Stage } from './stage.ts'

const AT_ONCE = 6

/** name -> person. The leading ones come first, so that they stand at the top of the sandbox's sign-in page. */
export async function loadRoster(stage: Stage, now: Date): Promise<Map<string, DemoPerson>> {
  const roster = demoRoster()
  const people = new Map<string, DemoPerson>()
  for (let i = 0; i < roster.length; i += AT_ONCE) {
    await stage.moveTo(addMinutes(addDays(now, -70), i * 600))
    const joined = await Promise.all(roster.slice(i, i + AT_ONCE).map((companion) => joinRoster(stage, companion, now)))
    for (const person of joined) people.set(person.name, person)
  }
  await stage.drain()
  return people
}

async function joinRoster(
  stage: Stage,
  { record, hours, earlierVisits }: DemoCompanion,
  now: Date,
): Promise<DemoPerson> {
  const { system } = stage.running
  const { api, ...person } = await join(stage, record, ['privacy', 'location'])
  const account = await api.identity.getMe()
  if (await companionOfAccount(system, account.id)) return person
  const id = await createCompanion(system, record, { kind: 'system', id: null })
  await recordEarlierVisits(system, id, earlierVisits)
  await api.companions.setMyWeeklyHours({ body: hours })
  // some have plans in the coming weeks
  if (earlierVisits % 7 === 3)
    await api.companions.addMyException({
      body: { day: nextDay(shanghaiDay(now), 2 + (earlierVisits % 9)), kind: 'off', note: '家里有事' },
    })
  return person
}
