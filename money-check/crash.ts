/**
 * A running system that dies between two steps. Points are commits, single statements and calls to outside parties; at the
 * chosen one it fails for good, right before or right after it took effect, and nothing it does afterwards happens.
 */
import type { PoolClient } from 'pg'
import type { System } from '../server/system.ts'

export class Died extends Error {
  constructor() {
    super('the system has died here')
  }
}

export class Crash {
  #left = Number.POSITIVE_INFINITY
  #isAfter = false
  isDead = false

  arm(steps: number, isAfter: boolean): void {
    this.#left = steps
    this.#isAfter = isAfter
  }
  disarm(): void {
    this.#left = Number.POSITIVE_INFINITY
  }
  kill(): void {
    this.isDead = true
  }

  async at<T>(step: () => Promise<T>): Promise<T> {
    if (this.isDead) throw new Died()
    if (--this.#left > 0) return step()
    if (this.#isAfter) await step()
    this.isDead = true
    throw new Died()
  }
}

/** calls that leave the program; signing and opening callbacks happen inside it */
const INSIDE = new Set(['signPayment', 'confirmationOf', 'openCallback', 'verifyPushUrl', 'openPush', 'constructor'])

export function mayCrash(system: System, crash: Crash): void {
  const { pool } = system.db
  const seen = new WeakSet<PoolClient>()
  const connect = pool.connect.bind(pool)
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>
  const guard = (client: PoolClient): PoolClient => {
    if (seen.has(client)) return client
    seen.add(client)
    const ask = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    const guarded = (...args: unknown[]): unknown => {
      // the pool's own use, with a callback: counted where the pool was asked
      if (typeof args.at(-1) === 'function') return ask(...args)
      if (args[0] === 'commit') return crash.at(() => ask(...args))
      return crash.isDead ? Promise.reject(new Died()) : ask(...args)
    }
    client.query = guarded as typeof client.query
    return client
  }
  pool.connect = ((done?: Parameters<typeof connect>[0]) => {
    if (done) return connect(done)
    return crash.isDead ? Promise.reject(new Died()) : connect().then(guard)
  }) as typeof pool.connect
  pool.query = ((...args: unknown[]) =>
    typeof args.at(-1) === 'function' ? query(...args) : crash.at(() => query(...args))) as typeof pool.query
  const outside = system.outside as unknown as Record<string, object | null>
  for (const [name, party] of Object.entries(outside)) outside[name] = party && guardParty(party, crash)
}

const guardParty = (party: object, crash: Crash): object =>
  new Proxy(party, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const call = value.bind(target) as (...args: unknown[]) => Promise<unknown>
      return typeof name === 'string' && !INSIDE.has(name)
        ? (...args: unknown[]) => crash.at(async () => call(...args))
        : call
    },
  })
