/** A whole Banyi on a fresh database with the sandbox beside it, that can die and be put together again on the same data. */
import { createClient } from '@banyi/contract/client'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startTestPostgres } from '../embedded/postgres-test.ts'
import { startSandbox } from '../sandbox/index.ts'
import { compose, type Running } from '../server/compose.ts'
import { readConfig, type Config } from '../server/config.ts'
import { TestClock } from '../server/core/clock.ts'
import type { Log } from '../server/core/log.ts'
import type { Sql } from '../server/core/sql.ts'
import type { World } from '../server/core/testing/world.ts'
import { migrateAll, seedAll } from '../server/migrations.ts'
import { modules } from '../server/modules.ts'
import { Crash, mayCrash } from './crash.ts'

export interface MoneyWorld extends World {
  config: Config
  crash: Crash
  /** how often it was put together again */
  restarts: number
  restart(): Promise<void>
  /** what the server logged as errors since it was asked last */
  errors(): string[]
}
/** one role for all databases of a cluster: other test runs beside this one use the same password */
const PASSWORD = 'only-in-tests-0f3a9c'

export async function newMoneyWorld(start = '2026-11-23T01:00:00Z'): Promise<MoneyWorld> {
  const postgres = await startTestPostgres()
  const name = `banyi_money_${randomBytes(5).toString('hex')}`
  const admin = new pg.Client({ connectionString: postgres.url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const ownerUrl = new URL(postgres.url)
  ownerUrl.pathname = `/${name}`
  await migrateAll(ownerUrl.href, modules, PASSWORD)
  const appUrl = new URL(ownerUrl)
  appUrl.username = 'banyi_app'
  appUrl.password = PASSWORD
  await seedAll(appUrl.href, modules)
  const owner = new pg.Pool({ connectionString: ownerUrl.href, max: 2 })
  // the database is dropped under its last connections
  owner.on('error', () => {})
  const dir = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'banyi-money-'))
  const clock = new TestClock(start)
  const sandbox = await startSandbox({ dir, portBase: 0, serverUrl: 'http://127.0.0.1:9' })
  const secret = (): string => randomBytes(32).toString('base64')
  const env = {
    ...sandbox.env('http://127.0.0.1:9'),
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1:9',
    DATABASE_URL: appUrl.href,
    DATABASE_POOL: '10',
    MASTER_KEY: secret(),
    HASH_KEY: secret(),
    QUOTE_SECRET: secret(),
  }
  const config = readConfig(env)
  let errors: string[] = []
  const log: Log = {
    info: () => {},
    warn: () => {},
    error: (fields, message) => void (world.crash.isDead || errors.push(`${message} ${JSON.stringify(fields)}`)),
  }
  const world = {
    config,
    clock,
    sandbox,
    logged: [] as string[],
    crash: new Crash(),
    restarts: 0,
    url: '',
    errors: () => {
      const list = errors
      errors = []
      return list
    },
  } as unknown as MoneyWorld

  let running: Running
  let port = 0
  async function open(): Promise<void> {
    world.crash = new Crash()
    running = await compose({ config, clock, log, all: modules, chosen: modules, roles: ['http', 'jobs'] })
    mayCrash(running.system, world.crash)
    const url = await running.app.listen({ host: '127.0.0.1', port })
    port = Number(new URL(url).port)
    Object.assign(world, running, { url })
    config.PUBLIC_URL = url
    config.WXPAY_NOTIFY_URL_BASE = url
    sandbox.setServerUrl(url)
  }
  async function leave(): Promise<void> {
    const cut = setInterval(() => running.app.server.closeAllConnections(), 20)
    await running.stop().catch(() => {})
    clearInterval(cut)
  }
  const moveSandbox = (): number => sandbox.control.moveClock(clock.now().getTime() - Date.now())
  const call: World['call'] = async (method, address, { token, body } = {}) => {
    const response = await fetch(world.url + address, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: parse(text), headers: response.headers }
  }
  Object.assign(world, {
    call,
    api: (token?: string) =>
      createClient(async ({ method, path: address, body }) =>
        call(method, address, { ...(token ? { token } : {}), body }),
      ),
    rows: async <Row>(query: Sql) => (await owner.query({ text: query.text, values: query.values })).rows as Row[],
    advance: async (amount: Parameters<TestClock['advance']>[0]) => {
      clock.advance(amount)
      moveSandbox()
    },
    drain: () => running.worker.drain(),
    restart: async () => {
      world.crash.kill()
      await leave()
      world.restarts++
      // leases of what was under way end
      clock.advance({ seconds: 61 })
      moveSandbox()
      await open()
    },
    close: async () => {
      await leave()
      await sandbox.stop()
      await owner.end()
      await admin.query(`drop database if exists ${name} with (force)`).catch(() => {})
      await admin.end()
      await postgres.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  })
  // nothing of the provider waits for real time: what is due is there when the walk looks
  sandbox.control.changeSettings({ callbackTimeScale: 0 })
  moveSandbox()
  await open()
  return world
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return { text }
  }
}
