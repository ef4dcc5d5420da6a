/** Puts a system together and takes it apart again, in order. Used by main.ts and by the tests. */
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { Clock } from './core/clock.ts'
import { FieldCipher, parseMasterKeys } from './core/crypto/field-cipher.ts'
import { KeyedHash } from './core/crypto/keyed-hash.ts'
import { Database } from './core/database.ts'
import { registerReactions } from './core/events.ts'
import type { Log } from './core/log.ts'
import { housekeeping } from './forget-old.ts'
import { Fanout } from './core/realtime/fanout.ts'
import { announcer } from './core/realtime/pushes.ts'
import type { Module } from './module.ts'
import { openOutside } from './outside/outside.ts'
import { newRealtime } from './socket.ts'
import type { System } from './system.ts'
import { Worker } from './worker.ts'

export const ROLES = ['http', 'jobs', 'realtime'] as const
export type ProcessRole = (typeof ROLES)[number]

const CUT_AFTER_MS = 2000

export interface Running {
  system: System
  app: FastifyInstance
  worker: Worker
  stop(): Promise<void>
}

/** `all`: the map of the product (events reach every module); `chosen`: the modules whose routes and tasks this process serves. */
export async function compose(options: {
  config: Config
  clock: Clock
  log: Log
  all: Module[]
  chosen: Module[]
  roles: ProcessRole[]
}): Promise<Running> {
  const { config, clock, log, all, chosen, roles } = options
  const db = new Database({
    url: config.DATABASE_URL,
    max: config.DATABASE_POOL,
    onError: (error) => log.warn({ error: error.message }, 'a database connection was lost'),
  })
  const system: System = {
    config,
    clock,
    log,
    db,
    cipher: new FieldCipher(parseMasterKeys(config.MASTER_KEY)),
    hash: new KeyedHash(Buffer.from(config.HASH_KEY)),
    outside: openOutside(config, clock),
  }
  registerReactions(all.flatMap((module) => module.reactions ?? []))
  const fanout = new Fanout({
    url: config.DATABASE_URL,
    pool: db.pool,
    onError: (error) => log.warn({ error: String(error) }, 'announcements failed'),
  })
  announcer.announce = (announcement) => fanout.announce(announcement)
  const realtime = roles.includes('realtime') ? newRealtime(system) : null
  if (realtime)
    await fanout.listen(
      (announcements) => realtime.hub.arrive(announcements),
      () => realtime.hub.readAll(),
    )
  const app = await buildApp(system, roles.includes('http') ? chosen : [], realtime)
  const worker = new Worker(system, [housekeeping, ...chosen])
  const stop = async (): Promise<void> => {
    realtime?.stop()
    // a connection that a client opened and never used would keep the server waiting
    const cut = setTimeout(() => app.server.closeAllConnections(), CUT_AFTER_MS)
    await app.close()
    clearTimeout(cut)
    await worker.stop()
    await fanout.stop()
    await db.close()
  }
  return { system, app, worker, stop }
}
