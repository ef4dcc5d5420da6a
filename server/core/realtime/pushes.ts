/** What is pushed to open pages: stored with a gapless number per topic, announced after commit. */
import type { Queryable, Tx } from '../database.ts'
import { sql } from '../sql.ts'

export interface StoredPush {
  topic: string
  seq: number
  kind: string
  body: Record<string, unknown>
  at: Date
}
/** a passing thing: not stored, no number; a reader that was away reads the present state instead */
export interface PassingPush {
  topic: string
  seq: null
  kind: string
  body: Record<string, unknown>
  at: string
}
export type Announcement = { topic: string } | PassingPush
export const announcer: { announce: (announcement: Announcement) => void } = { announce: () => {} }

/** Stores a push in the transaction of the fact and announces it after the commit. Bodies hold ids, not health data. Returns its number. */
export async function pushTo(
  tx: Tx,
  push: { topic: string; kind: string; body: Record<string, unknown>; now: Date },
): Promise<number> {
  const { seq } = await tx.one<{ seq: number }>(sql`
    with next as (
      insert into core.topics (topic, last_seq) values (${push.topic}, 1)
      on conflict (topic) do update set last_seq = core.topics.last_seq + 1 returning last_seq
    )
    insert into core.pushes (topic, seq, kind, body, at)
    select ${push.topic}, last_seq, ${push.kind}, ${JSON.stringify(push.body)}, ${push.now} from next returning seq`)
  tx.afterCommit(() => announcer.announce({ topic: push.topic }))
  return seq
}

/** For topics many writers share (the operators' board) and for positions: no row lock, nothing stored. */
export function pushPassing(
  tx: Pick<Tx, 'afterCommit'>,
  push: { topic: string; kind: string; body: Record<string, unknown>; now: Date },
): void {
  tx.afterCommit(() =>
    announcer.announce({ topic: push.topic, seq: null, kind: push.kind, body: push.body, at: push.now.toISOString() }),
  )
}

export const RIGHTS_CHANGED = 'rights-changed'
/** Somebody may no longer follow the topic: every open page asks again at once instead of within a minute. Nobody is sent this. */
export const recheckFollowers = (tx: Pick<Tx, 'afterCommit'>, topic: string, now: Date): void =>
  pushPassing(tx, { topic, kind: RIGHTS_CHANGED, body: {}, now })

export const readPushes = (db: Queryable, topic: string, after: number, limit: number): Promise<StoredPush[]> =>
  db.many<StoredPush>(
    sql`select topic, seq, kind, body, at from core.pushes where topic = ${topic} and seq > ${after} order by seq limit ${limit}`,
  )

export async function lastSeqOf(db: Queryable, topic: string): Promise<number> {
  return (
    (await db.maybe<{ last_seq: number }>(sql`select last_seq from core.topics where topic = ${topic}`))?.last_seq ?? 0
  )
}

/** new rows of many topics in one query; `cursors[i]` is the last number known of `topics[i]` */
export const readNewPushes = (db: Queryable, topics: string[], cursors: number[]): Promise<StoredPush[]> =>
  db.many<StoredPush>(sql`
    select p.topic, p.seq, p.kind, p.body, p.at
    from unnest(${topics}::text[], ${cursors}::bigint[]) as asked (topic, after)
    cross join lateral (select * from core.pushes where topic = asked.topic and seq > asked.after order by seq limit 500) p`)
