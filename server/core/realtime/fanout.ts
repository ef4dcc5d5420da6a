/**
 * Carries announcements between processes: one NOTIFY per tick, outside any transaction, with topic names only
 * (the listener reads the rows); passing pushes travel whole. Everything, also what this process announced itself,
 * arrives through LISTEN, so there is one path.
 */
import pg from 'pg'
import type { Announcement } from './pushes.ts'

const CHANNEL = 'banyi_pushes'
/** PostgreSQL refuses a payload of 8000 bytes or more */
const MAX_PAYLOAD = 7500

export class Fanout {
  readonly #url: string
  readonly #pool: pg.Pool
  readonly #onError: (error: unknown) => void
  #waiting: Announcement[] = []
  #isScheduled = false
  #listener: pg.Client | null = null
  #isStopped = false
  #onArrival: ((announcements: Announcement[]) => void) | null = null
  #onReconnect: (() => void) | null = null

  constructor(options: { url: string; pool: pg.Pool; onError: (error: unknown) => void }) {
    this.#url = options.url
    this.#pool = options.pool
    this.#onError = options.onError
  }

  announce(announcement: Announcement): void {
    this.#waiting.push(announcement)
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => void this.#flush())
  }

  async #flush(): Promise<void> {
    this.#isScheduled = false
    const seen = new Set<string>()
    const payloads: string[] = []
    let batch: string[] = []
    let size = 2
    for (const announcement of this.#waiting.splice(0)) {
      const text = JSON.stringify(announcement)
      const bytes = Buffer.byteLength(text) + 1
      if (seen.has(text) || bytes > MAX_PAYLOAD) continue
      seen.add(text)
      if (size + bytes > MAX_PAYLOAD) {
        payloads.push(`[${batch.join(',')}]`)
        batch = []
        size = 2
      }
      batch.push(text)
      size += bytes
    }
    if (batch.length > 0) payloads.push(`[${batch.join(',')}]`)
    if (payloads.length === 0) return
    try {
      await this.#pool.query({
        name: 'banyi-notify',
        text: 'select pg_notify($1, p) from unnest($2::text[]) p',
        values: [CHANNEL, payloads],
      })
    } catch (error) {
      // lost announcements are made good by the readers' catch-up
      if (!this.#isStopped) this.#onError(error)
    }
  }

  /** `onReconnect` runs after the listening connection was lost and is back: whoever follows must read again. */
  async listen(onArrival: (announcements: Announcement[]) => void, onReconnect: () => void): Promise<void> {
    this.#onArrival = onArrival
    this.#onReconnect = onReconnect
    await this.#connect()
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true })
    client.on('error', () => this.#retry(client))
    client.on('end', () => this.#retry(client))
    client.on('notification', (message) => {
      if (message.payload) this.#onArrival?.(JSON.parse(message.payload) as Announcement[])
    })
    await client.connect()
    await client.query(`listen ${CHANNEL}`)
    this.#listener = client
  }

  #retry(client: pg.Client): void {
    if (this.#isStopped || this.#listener !== client) return
    this.#listener = null
    const again = (): void => {
      if (this.#isStopped) return
      this.#connect().then(
        () => this.#onReconnect?.(),
        (error: unknown) => {
          this.#onError(error)
          setTimeout(again, 500).unref()
        },
      )
    }
    setTimeout(again, 100).unref()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#listener?.end()
  }
}
