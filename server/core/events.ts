/** A fact and its consequences are written in one transaction: one task row per reaction, of all modules, whichever process runs them. */
import { events, type EventName, type EventPayload } from '@banyi/contract/events'
import type { Tx } from './database.ts'
import { sql } from './sql.ts'
import { wake } from './tasks.ts'

/** event -> names of the reactions in the whole program; filled from the map of modules at start */
const reactionsOf = new Map<EventName, string[]>()
export function registerReactions(reactions: { event: EventName; name: string }[]): void {
  reactionsOf.clear()
  for (const { event, name } of reactions) reactionsOf.set(event, [...(reactionsOf.get(event) ?? []), name])
}

export async function emit<E extends EventName>(tx: Tx, event: E, payload: EventPayload<E>, now: Date): Promise<void> {
  const names = reactionsOf.get(event) ?? []
  if (names.length === 0) return
  const body = JSON.stringify(events[event].parse(payload))
  await tx.run(sql`
    insert into core.tasks (kind, payload, run_at, created_at)
    select name, ${body}::jsonb, ${now}, ${now} from unnest(${names}::text[]) as name`)
  tx.afterCommit(() => wake.listener?.())
}
