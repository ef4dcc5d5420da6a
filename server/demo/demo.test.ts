import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Config } from '../config.ts'
import { nextDay, shanghaiDay, shanghaiInstant } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { daughter } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import type { DemoFile } from './demo-files.ts'
import { loadDemo } from './load-demo.ts'
import { demoRoster } from './roster-data.ts'

let world: World
let dir: string
beforeAll(async () => {
  world = await newWorld({ start: new Date().toISOString() })
  dir = mkdtempSync(path.join(tmpdir(), 'banyi-demo-'))
})
afterAll(async () => {
  await world.close()
  rmSync(dir, { recursive: true, force: true })
})

/** the environment that this configuration was read from */
const envOf = ({ smsTemplates, subscribeTemplates, ...config }: Config): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  ...Object.fromEntries(
    Object.entries(config).flatMap(([name, value]) =>
      /^[A-Z]/.test(name) && (typeof value === 'string' || typeof value === 'number') ? [[name, String(value)]] : [],
    ),
  ),
  SMS_TEMPLATES: JSON.stringify(smsTemplates),
  SUBSCRIBE_TEMPLATES: JSON.stringify(subscribeTemplates),
})
/** Yesterday at eleven: an hour at which a visit is going on. */
const ELEVEN = shanghaiInstant(nextDay(shanghaiDay(new Date()), -1), '11:00')
const load = (where: World): ReturnType<typeof loadDemo> => {
  const config = { ...where.system.config, PORT: 0 }
  return loadDemo({
    config,
    env: envOf(config),
    controlUrl: where.sandbox.urls.people,
    demoFile: path.join(dir, 'demo.json'),
    authenticatorFolder: path.join(dir, 'sandbox'),
    log: where.system.log,
    now: ELEVEN,
    tell: () => {},
  })
}
const count = async (
  table: 'companions.companions' | 'orders.orders' | 'identity.accounts' | 'identity.patients',
): Promise<number> => {
  const tables = {
    'companions.companions': sql`companions.companions`,
    'orders.orders': sql`orders.orders`,
    'identity.accounts': sql`identity.accounts`,
    'identity.patients': sql`identity.patients`,
  }
  return (await world.rows<{ n: number }>(sql`select count(*)::int as n from ${tables[table]}`))[0]?.n ?? 0
}

describe('the demo', () => {
  it('shows sixty different people in all districts', () => {
    const roster = demoRoster()
    expect(new Set(roster.map(({ record }) => record.name)).size).toBe(60)
    expect(new Set(roster.map(({ record }) => record.phone)).size).toBe(60)
    expect(new Set(roster.flatMap(({ record }) => record.districts)).size).toBe(16)
    expect(roster.every(({ record }) => record.introduction.includes('演示'))).toBe(true)
  })

  it('is loaded through the real doors, once', { timeout: 300_000 }, async () => {
    expect(await load(world)).toBe('loaded')
    expect(await count('companions.companions')).toBe(60)
    expect(await count('identity.patients')).toBe(6)
    const states = await world.rows<{ state: string; n: number }>(
      sql`select state, count(*)::int as n from orders.orders group by state`,
    )
    const byState = Object.fromEntries(states.map(({ state, n }) => [state, n]))
    expect(byState).toMatchObject({
      confirmed: 5,
      reported: 2,
      cancelled: 1,
      accepted: 1,
      'in-consultation': 1,
      paid: 2,
    })
    expect(await world.rows(sql`select 1 from core.tasks where dead_at is not null`)).toEqual([])
    const before = await count('orders.orders')
    expect(await load(world)).toBe('was loaded')
    expect(await count('orders.orders')).toBe(before)
    expect(await count('identity.accounts')).toBe(64)
  })

  it('lets a visitor in as the daughter, the companion and the operator', async () => {
    const file = JSON.parse(readFileSync(path.join(dir, 'demo.json'), 'utf8')) as DemoFile
    expect(statSync(path.join(dir, 'demo.json')).mode & 0o077).toBe(0)
    expect(statSync(path.join(dir, 'sandbox/authenticator.json')).mode & 0o077).toBe(0)
    expect(file).toMatchObject({ isDemo: true, isComplete: true })
    expect([file.families.length, file.companions.length, file.operators.length]).toEqual([4, 3, 3])
    const openidOf = (phone: string | undefined): string =>
      world.sandbox.control.users().find((user) => user.phone === phone)?.openid ?? ''
    const signIn = async (phone: string | undefined) => {
      const { token } = await world
        .api()
        .identity.signInByWechat({ body: { code: world.sandbox.control.login(openidOf(phone)) } })
      return world.api(token)
    }
    const lee = await signIn(file.families[0]?.phone)
    const { items } = await lee.orders.listMyOrders({ query: {} })
    expect(items.map((item) => item.state).toSorted()).toEqual(['accepted', 'confirmed', 'confirmed', 'reported'])
    const wang = await signIn(file.companions[0]?.phone)
    expect(await wang.companions.getMyCompanion()).toMatchObject({ name: '王秀珍', finishedVisits: 318 })
    expect(
      (await wang.messaging.listThreads({ query: {} })).items.some((thread) => thread.lastText.includes('医保卡')),
    ).toBe(true)
  })

  it('leaves a database alone that has people of its own', async () => {
    const other = await newWorld()
    await daughter(other)
    const before = await other.rows(sql`select * from core.audit`)
    expect(await load(other)).toBe('foreign')
    expect(await other.rows(sql`select * from core.audit`)).toEqual(before)
    expect(await other.rows(sql`select 1 from companions.companions`)).toEqual([])
    await other.close()
  })
})
