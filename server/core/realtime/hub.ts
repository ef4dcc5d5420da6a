/** Who follows what in this process. Reads new rows once per tick for all topics and writes each frame once per socket. */
import type { Queryable } from '../database.ts'
import { RIGHTS_CHANGED, readNewPushes, readPushes, lastSeqOf, type Announcement, type StoredPush } from './pushes.ts'

export interface Follower {
  send(frame: string): void
  /** asks again whether its reader may follow what it follows */
  recheckSoon?(): void
}
interface Followed {
  /** last number handed out here */
  cursor: number
  /** follower -> last number it got */
  followers: Map<Follower, number>
}
const CATCH_UP = 500

export class Hub {
  readonly #db: Queryable
  readonly #onError: (error: unknown) => void
  readonly #topics = new Map<string, Followed>()
  #changed = new Set<string>()
  #isReading = false

  constructor(db: Queryable, onError: (error: unknown) => void) {
    this.#db = db
    this.#onError = onError
  }

  /** Begins to follow after `after` (null: from now on); answers the newest number, then sends what was missed, in order. */
  async follow(follower: Follower, topic: string, after: number | null): Promise<void> {
    const newest = await lastSeqOf(this.#db, topic)
    const from = after === null ? newest : Math.min(after, newest)
    const followed = this.#topics.get(topic) ?? { cursor: newest, followers: new Map<Follower, number>() }
    followed.followers.set(follower, from)
    this.#topics.set(topic, followed)
    follower.send(JSON.stringify({ type: 'following', topic, seq: newest }))
    // what committed between the two reads comes with the next read of the topic
    for (let last = from; ;) {
      const rows = await readPushes(this.#db, topic, last, CATCH_UP)
      for (const row of rows) this.#deliver(followed, follower, row)
      if (rows.length < CATCH_UP) break
      last = rows.at(-1)?.seq ?? last
    }
  }

  unfollow(follower: Follower, topic: string): void {
    const followed = this.#topics.get(topic)
    followed?.followers.delete(follower)
    if (followed?.followers.size === 0) this.#topics.delete(topic)
  }
  leave(follower: Follower): void {
    for (const topic of this.#topics.keys()) this.unfollow(follower, topic)
  }

  arrive(announcements: Announcement[]): void {
    for (const announcement of announcements) {
      const followed = this.#topics.get(announcement.topic)
      if (!followed) continue
      if ('kind' in announcement && announcement.kind === RIGHTS_CHANGED) {
        for (const follower of followed.followers.keys()) follower.recheckSoon?.()
      } else if ('seq' in announcement) {
        const frame = JSON.stringify({ type: 'push', ...announcement })
        for (const follower of followed.followers.keys()) follower.send(frame)
      } else this.#changed.add(announcement.topic)
    }
    void this.#read()
  }
  readAll(): void {
    for (const topic of this.#topics.keys()) this.#changed.add(topic)
    void this.#read()
  }

  async #read(): Promise<void> {
    if (this.#isReading) return
    this.#isReading = true
    try {
      while (this.#changed.size > 0) {
        const topics = [...this.#changed].filter((topic) => this.#topics.has(topic))
        this.#changed = new Set()
        if (topics.length === 0) break
        const rows = await readNewPushes(
          this.#db,
          topics,
          topics.map((topic) => this.#topics.get(topic)?.cursor ?? 0),
        )
        for (const row of rows) this.#hand(row)
      }
    } catch (error) {
      this.#onError(error)
    } finally {
      this.#isReading = false
    }
  }

  #hand(row: StoredPush): void {
    const followed = this.#topics.get(row.topic)
    if (!followed) return
    const frame = frameOf(row)
    for (const [follower, last] of followed.followers) {
      if (row.seq !== last + 1) continue // its own catch-up is still on the way and will bring this row
      followed.followers.set(follower, row.seq)
      follower.send(frame)
    }
    followed.cursor = Math.max(followed.cursor, row.seq)
  }

  #deliver(followed: Followed, follower: Follower, row: StoredPush): void {
    const last = followed.followers.get(follower)
    if (last === undefined || row.seq <= last) return
    followed.followers.set(follower, row.seq)
    follower.send(frameOf(row))
  }
}

const frameOf = (row: StoredPush): string =>
  JSON.stringify({
    type: 'push',
    topic: row.topic,
    seq: row.seq,
    kind: row.kind,
    at: row.at.toISOString(),
    body: row.body,
  })
