/** What a module is to the program: its routes, what it does when something happened, its jobs, its realtime topics. */
import type { EventName, EventPayload } from '@banyi/contract/events'
import type { Route } from './route.ts'
import type { System } from './system.ts'
import type { Viewer } from './core/viewer.ts'

export interface Reaction {
  event: EventName
  /** unique in the program, begins with the module: 'orders.mark-paid' */
  name: string
  /** runs at least once per event, maybe late, maybe out of order: must be idempotent */
  handle: (system: System, payload: never) => Promise<void>
}
export const reaction = <E extends EventName>(
  event: E,
  name: string,
  handle: (system: System, payload: EventPayload<E>) => Promise<void>,
): Reaction => ({ event, name, handle })

export interface Job {
  /** imperative, begins with the module: 'orders.expire-unpaid' */
  name: string
  handle: (system: System, payload: never) => Promise<void>
  /** also runs by itself this often; its payload is then {} */
  everySeconds?: number
}
export const job = <P extends object>(
  name: string,
  handle: (system: System, payload: P) => Promise<void>,
  everySeconds?: number,
): Job => ({ name, handle, ...(everySeconds ? { everySeconds } : {}) })

export interface Module {
  name: string
  /** folder of SQL migrations, absent for a module without tables */
  migrations?: string
  /** data that comes with the program (directories); runs after the migrations, safe to run again */
  seed?: (system: Pick<System, 'db' | 'clock'>) => Promise<unknown>
  routes?: Route[]
  reactions?: Reaction[]
  jobs?: Job[]
  /** token prefix -> who it is; null when the token is unknown, expired or revoked */
  signIns?: Record<string, (system: System, token: string) => Promise<Viewer | null>>
  /** topic prefix -> may this viewer follow `id` (empty for topics without one) */
  topics?: Record<string, (system: System, viewer: Viewer, id: string) => Promise<boolean>>
}
