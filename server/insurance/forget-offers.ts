import { addDays } from '../core/clock.ts'
import type { System } from '../system.ts'
import { deleteOffersBefore } from './offer-queries.ts'

/** Job: an offer that was not chosen is of no use after its quarter of an hour; a day is left for questions. */
export async function forgetOffers(system: System): Promise<void> {
  await deleteOffersBefore(system.db, addDays(system.clock.now(), -1))
}
