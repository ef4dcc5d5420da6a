/** Each module boots alone, as a process of its own would: it serves its routes and nobody else's, and events still reach everybody. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compose } from './compose.ts'
import { silentLog } from './core/log.ts'
import { newWorld, type World } from './core/testing/world.ts'
import { modules } from './modules.ts'

let world: World
beforeAll(async () => (world = await newWorld()))
afterAll(() => world.close())

test.each(modules.map((module) => [module.name, module] as const))('%s runs alone', async (_name, module) => {
  const { config, clock } = world.system
  const alone = await compose({
    config,
    clock,
    log: silentLog,
    all: modules,
    chosen: [module],
    roles: ['http', 'jobs'],
  })
  try {
    expect((await alone.app.inject({ url: '/health' })).json()).toEqual({ ok: true })
    for (const other of modules)
      for (const { endpoint } of other.routes ?? [])
        expect(alone.app.hasRoute({ method: endpoint.method, url: endpoint.path })).toBe(other === module)
    await alone.worker.drain()
  } finally {
    await alone.stop()
  }
})
