/**
 * Callbacks to the server: kept in the database before the fact they tell is answered, retried on the vendor's ladder,
 * still there after a restart. A callback that no vendor would send (forged, probe) must be refused by the server;
 * when it is accepted the callback is marked with an alarm.
 */
import { randomUUID } from 'node:crypto'
import { createAlarm, type Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import type { Scenario, Scenarios } from './scenarios.ts'
import type { SettingsStore } from './settings.ts'
import type { State } from './state.ts'

type CallbackState = 'pending' | 'held' | 'done' | 'lost' | 'given-up'
export type Callback = {
  id: string
  vendor: string
  event: string
  subject: string
  url: string
  payload: string
  state: CallbackState
  attempts: number
  next_at: number
  created_at: number
  last_status: number
  note: string
  alarm: number
}
type Parcel = { vendor: string; event: string; subject: string; url: string; payload: string }
export type Packed = { headers: Record<string, string>; body: string; query?: string }
export type CallbackStyle = {
  /** Seconds between attempts, before scaling. */
  ladderSec: number[]
  pack: (callback: Callback, trick: Scenario | undefined) => Packed
  accepts: (status: number, body: string) => boolean
}
export type Courier = {
  register: (vendor: string, style: CallbackStyle) => void
  /** Writes the callback in the caller's transaction; it goes out once the event loop is free, so after the commit. */
  send: (parcel: Parcel) => string
  list: () => Callback[]
  find: (id: string) => Callback | undefined
  /** Sends once more, whatever became of it. */
  redeliver: (id: string) => boolean
  isIdle: () => boolean
  wake: () => void
  stop: () => Promise<void>
}

const ATTEMPT_TRICKS = ['doubled', 'forged', 'wrong-serial', 'clock-skew', 'signtest'] as const
const ENQUEUE_TRICKS = ['delayed', 'lost', 'held'] as const
const TIMEOUT_MS = 5000

export function createCourier(world: {
  state: State
  clock: Clock
  settings: SettingsStore
  scenarios: Scenarios
  journal: Journal
  serverUrl: () => string | undefined
}): Courier {
  const { state, clock, scenarios, journal } = world
  state.define(`create table if not exists callbacks (
    id text primary key, vendor text not null, event text not null, subject text not null, url text not null,
    payload text not null, state text not null, attempts integer not null default 0, next_at integer not null,
    created_at integer not null, last_status integer not null default 0, note text not null default '',
    alarm integer not null default 0)`)
  const styles = new Map<string, CallbackStyle>()
  const flying = new Map<string, Promise<void>>()
  const ending = new AbortController()

  const find = (id: string) => state.one<Callback>('select * from callbacks where id = ?', id)
  const duePending = () =>
    state
      .all<Callback>(`select * from callbacks where state = 'pending' order by next_at`)
      .filter(({ id }) => !flying.has(id))

  /** Paths are completed when sent: the server may start, or move, after the callback was written. */
  const urlOf = (callback: Callback) =>
    callback.url.startsWith('/')
      ? `${world.serverUrl() ?? 'http://server-url-not-set.invalid'}${callback.url}`
      : callback.url

  async function post(callback: Callback, style: CallbackStyle, trick: Scenario | undefined) {
    const packed = style.pack(callback, trick)
    const url = urlOf(callback) + (packed.query ? `?${packed.query}` : '')
    const startedAt = Date.now()
    let status = 0
    let text = ''
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: packed.headers,
        body: packed.body,
        redirect: 'manual',
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      })
      status = response.status
      text = await response.text()
    } catch (error) {
      text = error instanceof Error ? `${error.name}: ${error.message}` : 'no answer'
    }
    journal.add({
      vendor: callback.vendor,
      direction: 'out',
      method: 'POST',
      target: url,
      status,
      ms: Date.now() - startedAt,
      subjects: [callback.subject],
      scenario: trick?.do,
      note: callback.event,
      sent: packed.body,
      answered: text,
    })
    return { status, isAccepted: status > 0 && style.accepts(status, text) }
  }

  async function attempt(callback: Callback): Promise<void> {
    const style = styles.get(callback.vendor)
    if (!style) return
    const trick = scenarios.take({
      on: 'callback',
      vendor: callback.vendor,
      action: callback.event,
      subjects: [callback.subject, callback.id],
      only: ATTEMPT_TRICKS,
    })
    const isFalse = trick !== undefined && trick.do !== 'doubled'
    const posts = [post(callback, style, trick)]
    if (trick?.do === 'doubled') posts.push(post(callback, style, trick))
    const results = await Promise.all(posts)
    if (ending.signal.aborted) return // stays pending: the next start goes on
    const isDone = !isFalse && results.some(({ isAccepted }) => isAccepted)
    const isAlarm = isFalse && results.some(({ isAccepted }) => isAccepted)
    const waitSec = style.ladderSec[callback.attempts]
    const next: CallbackState = isDone ? 'done' : waitSec === undefined ? 'given-up' : 'pending'
    const waitMs = (waitSec ?? 0) * 1000 * world.settings.get().callbackTimeScale
    const note = isAlarm
      ? `the server accepted a false callback (${trick.do})`
      : isFalse
        ? `refused as it should: ${trick.do}`
        : ''
    state.run(
      `update callbacks set state = ?, attempts = attempts + 1, next_at = ?, last_status = ?, alarm = max(alarm, ?),
       note = case when ? = '' then note else ? end where id = ?`,
      next,
      Math.ceil(clock.now() + waitMs),
      results[0]?.status ?? 0,
      isAlarm ? 1 : 0,
      note,
      note,
      callback.id,
    )
    if (isDone) releaseHeld(callback)
    journal.events.emit('callback', callback.id)
  }

  /** Held callbacks come right after a later one about the same business number. */
  function releaseHeld(after: Callback): void {
    state.run(
      `update callbacks set state = 'pending', next_at = ? where state = 'held' and subject = ? and id <> ?`,
      clock.now(),
      after.subject,
      after.id,
    )
  }

  function fly(callback: Callback): void {
    const flight = attempt(callback).finally(() => {
      flying.delete(callback.id)
      if (!ending.signal.aborted) alarm.wake()
      journal.events.emit('callback', callback.id)
    })
    flying.set(callback.id, flight)
  }

  const alarm = createAlarm(
    clock,
    () => duePending()[0]?.next_at,
    () =>
      duePending()
        .filter(({ next_at }) => next_at <= clock.now())
        .forEach(fly),
  )

  return {
    register: (vendor, style) => styles.set(vendor, style),
    send: (parcel) => {
      const id = randomUUID()
      const { vendor, event, subject, url, payload } = parcel
      const trick = scenarios.take({ on: 'callback', vendor, action: event, subjects: [subject], only: ENQUEUE_TRICKS })
      const first: CallbackState = trick?.do === 'lost' ? 'lost' : trick?.do === 'held' ? 'held' : 'pending'
      const nextAt = clock.now() + (trick?.do === 'delayed' ? (trick.ms ?? 5000) : 0)
      state.run(
        `insert into callbacks (id, vendor, event, subject, url, payload, state, next_at, created_at, note)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        vendor,
        event,
        subject,
        url,
        payload,
        first,
        nextAt,
        clock.now(),
        trick?.do ?? '',
      )
      setImmediate(() => alarm.wake())
      return id
    },
    list: () => state.all<Callback>('select * from callbacks order by created_at desc, rowid desc limit 500'),
    find,
    redeliver: (id) => {
      const changed = state.run(`update callbacks set state = 'pending', next_at = ? where id = ?`, clock.now(), id)
      alarm.wake()
      return changed > 0
    },
    isIdle: () => flying.size === 0 && !duePending().some(({ next_at }) => next_at <= clock.now()),
    wake: () => alarm.wake(),
    stop: async () => {
      alarm.stop()
      ending.abort()
      await Promise.allSettled(flying.values())
    },
  }
}
