import type { EventPayload } from '@banyi/contract/events'
import { writeAudit } from '../core/audit.ts'
import { reaction, type Reaction } from '../module.ts'
import type { System } from '../system.ts'
import { countVisit } from './calendar-queries.ts'
import { linkAccount } from './companion-queries.ts'

/** Whoever proves to have the phone of a record has the record. */
async function linkCompanion(
  system: System,
  { accountId, phoneHash }: EventPayload<'identity.phone-bound'>,
): Promise<void> {
  const now = system.clock.now()
  await system.db.tx(async (tx) => {
    const id = await linkAccount(tx, accountId, Buffer.from(phoneHash, 'hex'), now)
    if (id)
      await writeAudit(tx, { actor: { kind: 'account', id: accountId }, action: 'companions.link', subjectId: id, now })
  })
}

/** The reservation remembers that it was counted, so a second delivery of the event counts nothing. */
async function countFinishedVisit(system: System, { orderId }: EventPayload<'orders.confirmed'>): Promise<void> {
  await countVisit(system.db, orderId, system.clock.now())
}

export const reactions: Reaction[] = [
  reaction('identity.phone-bound', 'companions.link-account', linkCompanion),
  reaction('orders.confirmed', 'companions.count-visit', countFinishedVisit),
]
