/** `after` brings what is new, in order; `before` (or nothing) turns back through the history. Always oldest first. */
import type { messaging } from '@banyi/contract/messaging'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { listMessagesAfter, listMessagesBefore } from './message-queries.ts'
import { viewMessages } from './message-view.ts'
import { findMember } from './thread-queries.ts'

export async function listMessages(
  c: AccountContext,
  { params, query }: InputOf<typeof messaging.listMessages>,
): Promise<ReturnOf<typeof messaging.listMessages>> {
  const { accountId } = c.viewer
  const member = await findMember(c.db, params.id, accountId)
  if (!member) throw notFound('这个会话')
  const { after, before, limit } = query
  const rows =
    after === undefined
      ? await listMessagesBefore(c.db, params.id, member.from_seq, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
      : await listMessagesAfter(c.db, params.id, Math.max(after, member.from_seq), limit + 1)
  const shown = rows.slice(0, limit)
  if (after === undefined) shown.reverse()
  return { items: await viewMessages(c, shown, accountId), hasMore: rows.length > limit }
}
