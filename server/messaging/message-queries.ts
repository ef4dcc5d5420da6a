/** The only SQL on messages and pictures. */
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

export interface MessageRow {
  thread_id: string
  seq: number
  id: string
  kind: 'text' | 'picture' | 'system'
  sender_id: string | null
  text_sealed: Buffer
  picture_id: string | null
  width: number | null
  height: number | null
  at: Date
}
const messages = sql`
  select m.thread_id, m.seq, m.id, m.kind, m.sender_id, m.text_sealed, m.picture_id, p.width, p.height, m.at
  from messaging.messages m left join messaging.pictures p on p.id = m.picture_id`

export async function insertMessage(tx: Tx, message: Omit<MessageRow, 'width' | 'height'>): Promise<void> {
  await tx.run(sql`
    insert into messaging.messages (thread_id, seq, id, kind, sender_id, text_sealed, picture_id, at)
    values (${message.thread_id}, ${message.seq}, ${message.id}, ${message.kind}, ${message.sender_id}, ${message.text_sealed},
      ${message.picture_id}, ${message.at})`)
}

export const findMessage = (db: Queryable, threadId: string, id: string): Promise<MessageRow | null> =>
  db.maybe<MessageRow>(sql`${messages} where m.thread_id = ${threadId} and m.id = ${id}`)

export const listMessagesAfter = (
  db: Queryable,
  threadId: string,
  after: number,
  limit: number,
): Promise<MessageRow[]> =>
  db.many<MessageRow>(
    sql`${messages} where m.thread_id = ${threadId} and m.seq > ${after} order by m.seq limit ${limit}`,
  )

/** newest first; `from` is the number up to which nothing is shown */
export const listMessagesBefore = (
  db: Queryable,
  threadId: string,
  from: number,
  before: number,
  limit: number,
): Promise<MessageRow[]> =>
  db.many<MessageRow>(sql`
    ${messages} where m.thread_id = ${threadId} and m.seq > ${from} and m.seq < ${before} order by m.seq desc limit ${limit}`)

export const listLastMessages = (db: Queryable, threads: { id: string; seq: number }[]): Promise<MessageRow[]> =>
  db.many<MessageRow>(sql`
    ${messages} join unnest(${threads.map((t) => t.id)}::uuid[], ${threads.map((t) => t.seq)}::bigint[]) as asked (thread_id, seq)
      on asked.thread_id = m.thread_id and asked.seq = m.seq`)

export interface PictureRow {
  id: string
  thread_id: string
  mime: string
  bytes_sealed: Buffer
}
export async function insertPicture(
  db: Queryable,
  picture: PictureRow & { accountId: string; width: number; height: number; now: Date },
): Promise<void> {
  await db.run(sql`
    insert into messaging.pictures (id, thread_id, account_id, mime, width, height, bytes_sealed, created_at)
    values (${picture.id}, ${picture.thread_id}, ${picture.accountId}, ${picture.mime}, ${picture.width}, ${picture.height},
      ${picture.bytes_sealed}, ${picture.now})`)
}

/** A picture that this member put into this thread and has not sent yet; asked under the lock of the thread. */
export const isOwnUnsentPicture = async (tx: Tx, id: string, threadId: string, accountId: string): Promise<boolean> =>
  (await tx.maybe(sql`
    select 1 from messaging.pictures p where id = ${id} and thread_id = ${threadId} and account_id = ${accountId}
      and not exists (select from messaging.messages m where m.picture_id = p.id)`)) !== null

/** Her own, or one of a message that she may see. */
export const findPictureOfMember = (db: Queryable, id: string, accountId: string): Promise<PictureRow | null> =>
  db.maybe<PictureRow>(sql`
    select p.id, p.thread_id, p.mime, p.bytes_sealed
    from messaging.pictures p
    join messaging.members mb on mb.thread_id = p.thread_id and mb.account_id = ${accountId} and mb.left_at is null
    left join messaging.messages m on m.picture_id = p.id
    where p.id = ${id} and (p.account_id = ${accountId} or m.seq > mb.from_seq)`)

export const findSentPicture = (db: Queryable, id: string): Promise<PictureRow | null> =>
  db.maybe<PictureRow>(sql`
    select p.id, p.thread_id, p.mime, p.bytes_sealed
    from messaging.pictures p join messaging.messages m on m.picture_id = p.id where p.id = ${id}`)

export const deleteUnsentPictures = (db: Queryable, before: Date): Promise<number> =>
  db.run(sql`
    delete from messaging.pictures p where created_at < ${before}
      and not exists (select from messaging.messages m where m.picture_id = p.id)`)
