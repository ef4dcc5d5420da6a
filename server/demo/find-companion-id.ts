import { companionOfAccount } from '../companions/index.ts'
import type { DemoPerson, Stage } from './stage.ts'

export async function findCompanionId(stage: Stage, person: DemoPerson): Promise<string> {
  const { id } = await (await stage.as(person)).identity.getMe()
  const companion = await companionOfAccount(stage.running.system, id)
  if (!companion) throw new Error(`${person.name} is not on the roster`)
  return companion.id
}
