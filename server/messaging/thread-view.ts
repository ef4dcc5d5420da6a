/** Threads as a member sees them. A list costs four queries however long it is. */
import type { Thread } from '@banyi/contract/messaging'
import type { AccountContext } from '../system.ts'
import { listLastMessages } from './message-queries.ts'
import { namesOf, openText } from './message-view.ts'
import { listMembers, type MyThreadRow } from './thread-queries.ts'

export const isOpen = (thread: { closes_at: Date | null }, now: Date): boolean =>
  thread.closes_at === null || thread.closes_at > now

export async function viewThreads(c: AccountContext, rows: MyThreadRow[]): Promise<Thread[]> {
  if (rows.length === 0) return []
  const { accountId } = c.viewer
  const members = await listMembers(
    c.db,
    rows.map((row) => row.id),
  )
  const names = await namesOf(c, members)
  const seen = rows.filter((row) => row.last_seq > row.from_seq)
  const last = await listLastMessages(
    c.db,
    seen.map((row) => ({ id: row.id, seq: row.last_seq })),
  )
  await c.cipher.warm(
    c.db,
    last.map((row) => row.thread_id),
  )
  const texts = new Map(
    await Promise.all(
      last.map(async (row) => [row.thread_id, row.kind === 'picture' ? '[图片]' : await openText(c, row)] as const),
    ),
  )
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    lastSeq: row.last_seq,
    readSeq: row.read_seq,
    unread: row.unread,
    isOpen: isOpen(row, c.clock.now()),
    lastText: texts.get(row.id) ?? '',
    lastAt: row.last_at?.toISOString() ?? null,
    members: members
      .filter((member) => member.thread_id === row.id && !member.has_left)
      .map((member) => ({
        id: member.account_id,
        name: names.get(row.id)?.get(member.account_id)?.name ?? '',
        role: member.role,
        readSeq: member.read_seq,
        isMe: member.account_id === accountId,
      })),
  }))
}
