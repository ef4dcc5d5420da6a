/** Messages as people see them; their words are sealed with the thread's key. */
import type { Message } from '@banyi/contract/messaging'
import { accountContacts } from '../identity/index.ts'
import type { System } from '../system.ts'
import type { MessageRow } from './message-queries.ts'
import { listMembers, type MemberRow } from './thread-queries.ts'

/** Over the pool and before the transaction: the key of a new thread must not vanish with a transaction that is undone. */
export const sealText = (system: System, threadId: string, text: string): Promise<Buffer> =>
  system.cipher.seal(system.db, threadId, 'message', text)

export const openText = (system: System, row: MessageRow): Promise<string> =>
  system.cipher.open(system.db, row.thread_id, 'message', row.text_sealed)

/** thread -> account -> what the person is called there */
export type Names = Map<string, Map<string, { name: string; role: MemberRow['role'] }>>

/** Names of all who ever wrote in these threads; two queries however many. */
export async function readNames(system: System, threadIds: string[]): Promise<Names> {
  const members = await listMembers(system.db, threadIds)
  return namesOf(system, members)
}
export async function namesOf(system: System, members: MemberRow[]): Promise<Names> {
  const nameless = members.filter((member) => member.name === null).map((member) => member.account_id)
  const contacts = await accountContacts(system, nameless)
  const names: Names = new Map()
  for (const { thread_id, account_id, name, role } of members) {
    const ofThread = names.get(thread_id) ?? new Map<string, { name: string; role: MemberRow['role'] }>()
    names.set(thread_id, ofThread)
    const said = name ?? contacts.get(account_id)?.nickname ?? (role === 'family' ? '家属' : '陪诊员')
    ofThread.set(account_id, { name: said, role })
  }
  return names
}

/** `viewerId` null: an operator looks. */
export async function viewMessages(system: System, rows: MessageRow[], viewerId: string | null): Promise<Message[]> {
  const threadIds = [...new Set(rows.map((row) => row.thread_id))]
  if (threadIds.length === 0) return []
  await system.cipher.warm(system.db, threadIds)
  const names = await readNames(system, threadIds)
  return Promise.all(
    rows.map(async (row) => {
      const sender = row.sender_id ? names.get(row.thread_id)?.get(row.sender_id) : undefined
      return {
        id: row.id,
        threadId: row.thread_id,
        seq: row.seq,
        kind: row.kind,
        senderId: row.sender_id,
        senderName: sender?.name ?? '伴医',
        senderRole: sender?.role ?? 'system',
        isMine: row.sender_id !== null && row.sender_id === viewerId,
        text: await openText(system, row),
        picture: row.picture_id ? { id: row.picture_id, width: row.width ?? 0, height: row.height ?? 0 } : null,
        at: row.at.toISOString(),
      }
    }),
  )
}
