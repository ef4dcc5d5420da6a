import type { System } from '../system.ts'
import { setEarlierVisits } from './companion-queries.ts'

/** Visits from before the platform (an older system's roster, the demo); only for a record that has none yet. */
export async function recordEarlierVisits(
  system: Pick<System, 'db' | 'clock'>,
  id: string,
  visits: number,
): Promise<void> {
  await setEarlierVisits(system.db, id, visits, system.clock.now())
}
