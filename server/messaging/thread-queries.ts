/** The only SQL on threads and their members. Membership is part of every query. */
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

export type MemberRole = 'family' | 'companion'
export interface ThreadRow {
  id: string
  order_number: string
  title: string
  last_seq: number
  last_at: Date | null
  companion_from_seq: number
  has_visit_begun: boolean
  closes_at: Date | null
}
export interface MemberRow {
  thread_id: string
  account_id: string
  role: MemberRole
  name: string | null
  from_seq: number
  read_seq: number
}
/** a thread as one member sees it */
export interface MyThreadRow extends ThreadRow {
  my_role: MemberRole
  from_seq: number
  read_seq: number
  unread: number
}

export async function ensureThread(
  tx: Tx,
  thread: { id: string; orderNumber: string; title: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into messaging.threads (id, order_number, title, created_at)
    values (${thread.id}, ${thread.orderNumber}, ${thread.title}, ${thread.now}) on conflict (id) do nothing`)
}

/** Everything that changes a thread queues up here first, in this order, so that nobody waits in a circle. */
export const lockThread = (tx: Tx, id: string): Promise<ThreadRow | null> =>
  tx.maybe<ThreadRow>(sql`
    select id, order_number, title, last_seq, last_at, companion_from_seq, has_visit_begun, closes_at
    from messaging.threads where id = ${id} for update`)

export async function saveThread(
  tx: Tx,
  thread: Pick<ThreadRow, 'id' | 'last_seq' | 'last_at' | 'companion_from_seq' | 'has_visit_begun' | 'closes_at'>,
): Promise<void> {
  await tx.run(sql`
    update messaging.threads set last_seq = ${thread.last_seq}, last_at = ${thread.last_at},
      companion_from_seq = ${thread.companion_from_seq}, has_visit_begun = ${thread.has_visit_begun}, closes_at = ${thread.closes_at}
    where id = ${thread.id}`)
}

/** True for the first who tells of this step. */
export const hearStep = async (tx: Tx, orderId: string, key: Buffer, now: Date): Promise<boolean> =>
  (await tx.run(sql`
    insert into messaging.heard_steps (order_id, key, at) values (${orderId}, ${key}, ${now}) on conflict do nothing`)) ===
  1

/** Lets an account in, again too. A step older than the last change of this member changes nothing. */
export async function letIn(
  tx: Tx,
  member: { threadId: string; accountId: string; role: MemberRole; name: string | null; fromSeq: number; at: Date },
): Promise<void> {
  await tx.run(sql`
    insert into messaging.members as m (thread_id, account_id, role, name, from_seq, read_seq, changed_at)
    values (${member.threadId}, ${member.accountId}, ${member.role}, ${member.name}, ${member.fromSeq}, ${member.fromSeq}, ${member.at})
    on conflict (thread_id, account_id) do update
      set changed_at = excluded.changed_at, name = coalesce(excluded.name, m.name), left_at = null,
        from_seq = case when m.left_at is null then m.from_seq else excluded.from_seq end,
        read_seq = case when m.left_at is null then m.read_seq else excluded.from_seq end
      where m.changed_at <= excluded.changed_at`)
}

/** Takes a companion out. True when she was in; a later step that finds her out stays right too. */
export async function letOut(tx: Tx, threadId: string, accountId: string, at: Date): Promise<boolean> {
  const { was_in } = await tx.one<{ was_in: boolean }>(sql`
    with known as (
      select left_at is null as was_in from messaging.members where thread_id = ${threadId} and account_id = ${accountId}
    ), written as (
      insert into messaging.members as m (thread_id, account_id, role, changed_at, left_at)
      values (${threadId}, ${accountId}, 'companion', ${at}, ${at})
      on conflict (thread_id, account_id) do update set changed_at = ${at}, left_at = ${at}
        where m.role = 'companion' and m.changed_at <= ${at}
      returning 1
    )
    select coalesce((select was_in from known), false) and exists (select from written) as was_in`)
  return was_in
}

/** The companion of a closed thread leaves it; the family keeps it. */
export async function letCompanionsOut(tx: Tx, threadId: string, now: Date): Promise<void> {
  await tx.run(sql`
    update messaging.members set left_at = ${now}, changed_at = ${now}
    where thread_id = ${threadId} and role = 'companion' and left_at is null`)
}

export const findMember = (db: Queryable, threadId: string, accountId: string): Promise<MemberRow | null> =>
  db.maybe<MemberRow>(sql`
    select thread_id, account_id, role, name, from_seq, read_seq from messaging.members
    where thread_id = ${threadId} and account_id = ${accountId} and left_at is null`)

/** also those who left: their words stay with their name */
export const listMembers = (db: Queryable, threadIds: string[]): Promise<(MemberRow & { has_left: boolean })[]> =>
  db.many(sql`
    select thread_id, account_id, role, name, from_seq, read_seq, left_at is not null as has_left
    from messaging.members where thread_id = any(${threadIds}::uuid[]) order by role desc, account_id`)

const myThread = sql`
  select t.id, t.order_number, t.title, t.last_seq, t.last_at, t.companion_from_seq, t.has_visit_begun, t.closes_at,
    m.role as my_role, m.from_seq, m.read_seq,
    (select count(*)::int from messaging.messages x
     where x.thread_id = t.id and x.seq > greatest(m.read_seq, m.from_seq) and x.sender_id is distinct from m.account_id) as unread
  from messaging.members m join messaging.threads t on t.id = m.thread_id`

export const findMyThread = (db: Queryable, accountId: string, id: string): Promise<MyThreadRow | null> =>
  db.maybe<MyThreadRow>(sql`${myThread} where m.account_id = ${accountId} and m.left_at is null and t.id = ${id}`)

/** newest first; `after` is the last one of the page before */
export const listMyThreads = (
  db: Queryable,
  accountId: string,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<MyThreadRow[]> =>
  db.many<MyThreadRow>(sql`
    ${myThread} where m.account_id = ${accountId} and m.left_at is null
      and (${after?.at ?? null}::timestamptz is null or (t.last_at, t.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by t.last_at desc, t.id desc limit ${limit}`)

/** False when there was nothing new to mark. A number that is not there yet cannot be read. */
export const markSeqRead = async (tx: Tx, threadId: string, accountId: string, seq: number): Promise<number | null> =>
  (
    await tx.maybe<{ read_seq: number }>(sql`
      update messaging.members m set read_seq = least(${seq}::bigint, t.last_seq)
      from messaging.threads t
      where t.id = m.thread_id and m.thread_id = ${threadId} and m.account_id = ${accountId} and m.left_at is null
        and m.read_seq < least(${seq}::bigint, t.last_seq)
      returning m.read_seq`)
  )?.read_seq ?? null

/** The other members who have not been told of unread messages for a while; each of them once. */
export const takeUntold = (tx: Tx, threadId: string, senderId: string, now: Date, notSince: Date): Promise<string[]> =>
  tx
    .many<{ account_id: string }>(
      sql`
      update messaging.members set noticed_at = ${now}
      where thread_id = ${threadId} and account_id <> ${senderId} and left_at is null
        and (noticed_at is null or noticed_at <= ${notSince})
      returning account_id`,
    )
    .then((rows) => rows.map((row) => row.account_id))

/** the companion who has the order, or had it last: also when the thread is closed */
export const findPayeeMember = (
  db: Queryable,
  threadId: string,
): Promise<{ account_id: string; order_number: string } | null> =>
  db.maybe(sql`
    select m.account_id, t.order_number from messaging.members m join messaging.threads t on t.id = m.thread_id
    where m.thread_id = ${threadId} and m.role = 'companion' order by m.left_at is not null, m.changed_at desc limit 1`)
