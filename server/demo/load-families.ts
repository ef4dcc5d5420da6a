import { addDays } from '../core/clock.ts'
import { families } from './families-data.ts'
import { join } from './join.ts'
import { idOf, type DemoPerson, type Stage } from './stage.ts'

export interface Household extends DemoPerson {
  /** name -> id */
  patients: Map<string, string>
}

export async function loadFamilies(stage: Stage, now: Date): Promise<Map<string, Household>> {
  const households = new Map<string, Household>()
  await stage.moveTo(addDays(now, -30))
  for (const family of families) {
    const { api, ...person } = await join(stage, family, ['privacy', 'health', 'companion-sharing', 'location'])
    const patients = new Map<string, string>()
    for (const patient of family.patients) {
      const added = await api.identity.addPatient({ body: { commandId: idOf(`patient ${patient.name}`), ...patient } })
      patients.set(patient.name, added.id)
    }
    households.set(family.name, { ...person, patients })
  }
  await stage.drain()
  return households
}
