/** An operator looks into a chat. The look is written down first: no trace, no look. */
import type { messaging } from '@banyi/contract/messaging'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../core/audit.ts'
import { actorOf, type Duty } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { listMessagesBefore } from './message-queries.ts'
import { viewMessages } from './message-view.ts'

export const mayLookIntoChats: Duty[] = ['dispatcher', 'security']

export async function listBoardMessages(
  c: OperatorContext,
  { params, query }: InputOf<typeof messaging.listBoardMessages>,
): Promise<ReturnOf<typeof messaging.listBoardMessages>> {
  const entry = { actor: actorOf(c.viewer), action: 'messaging.chat-looked-at', subjectId: params.id }
  await writeAudit(c.db, { ...entry, now: c.clock.now() })
  const rows = await listMessagesBefore(c.db, params.id, 0, query.before ?? Number.MAX_SAFE_INTEGER, query.limit + 1)
  const shown = rows.slice(0, query.limit).reverse()
  return { items: await viewMessages(c, shown, null), hasMore: rows.length > query.limit }
}
