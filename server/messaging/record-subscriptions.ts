/** What the app saw people accept: one message of that template each. */
import type { messaging } from '@banyi/contract/messaging'
import type { InputOf } from '@banyi/contract/endpoint'
import type { Config } from '../config.ts'
import type { AccountContext } from '../system.ts'
import { countAccepted } from './notice-queries.ts'

/** our name of a template by WeChat's id */
export const templateOf = (config: Config, id: string): string | undefined =>
  Object.entries(config.subscribeTemplates).find(([, template]) => template.id === id)?.[0]

export async function recordSubscriptions(
  c: AccountContext,
  { body }: InputOf<typeof messaging.recordSubscriptions>,
): Promise<{ done: true }> {
  const now = c.clock.now()
  // ids that are not ours are left out: an old app may know a template that is gone
  const templates = new Set(body.accepted.flatMap((id) => templateOf(c.config, id) ?? []))
  await c.db.tx(async (tx) => {
    for (const template of [...templates].sort()) await countAccepted(tx, c.viewer.accountId, template, 'app', now)
  })
  return { done: true }
}
