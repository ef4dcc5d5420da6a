/**
 * A whole Banyi for one test file: its own database (cloned from the template), the sandbox of the outside world, the
 * server on a real port, a clock that the test moves. Requests go through the real door.
 */
import { createClient, type Client } from '@banyi/contract/client'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { ensureKeys, startSandbox, type Sandbox } from '../../../sandbox/index.ts'
import { compose, ROLES, type Running } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { modules } from '../../modules.ts'
import { TestClock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Sql } from '../sql.ts'
import { TEST_APP_PASSWORD } from './global-setup.ts'

export interface Answer {
  status: number
  body: Record<string, unknown> & { code?: string; message?: string; fields?: Record<string, string> }
  headers: Headers
}

export interface World extends Running {
  url: string
  clock: TestClock
  sandbox: Sandbox
  /** what the server logged, so that tests can prove what it did not log */
  logged: string[]
  /** typed client; throws ApiError */
  api(token?: string): Client
  /** one raw request: any method, any body */
  call(
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>
  /** reads the tables as the owner, to see what was really written */
  rows<Row>(query: Sql): Promise<Row[]>
  /** moves server and sandbox */
  advance(amount: { days?: number; hours?: number; minutes?: number; seconds?: number }): Promise<void>
  /** carries out everything that is due */
  drain(): Promise<void>
  close(): Promise<void>
}

export async function newWorld(options: { start?: string } = {}): Promise<World> {
  const name = `banyi_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: inject('databaseUrl') })
  await admin.connect()
  await createFromTemplate(admin, name)
  const ownerUrl = new URL(inject('databaseUrl'))
  ownerUrl.pathname = `/${name}`
  const appUrl = new URL(ownerUrl)
  appUrl.username = 'banyi_app'
  appUrl.password = TEST_APP_PASSWORD
  const owner = new pg.Pool({ connectionString: ownerUrl.href, max: 2 })

  const dir = mkdtempSync(path.join(tmpdir(), 'banyi-world-'))
  const clock = new TestClock(options.start)
  const sandbox = await startSandbox({
    dir,
    keys: await ensureKeys(inject('keysDir')),
    portBase: 0,
    serverUrl: 'http://127.0.0.1:9',
  })
  const setSandboxClock = (): number => sandbox.control.moveClock(clock.now().getTime() - Date.now())
  setSandboxClock()
  const secret = (): string => randomBytes(32).toString('base64')
  const config = readConfig({
    ...sandbox.env('http://127.0.0.1:9'),
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1:9',
    DATABASE_URL: appUrl.href,
    DATABASE_POOL: '20',
    MASTER_KEY: secret(),
    HASH_KEY: secret(),
    QUOTE_SECRET: secret(),
  })
  const logged: string[] = []
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      void logged.push(`${level} ${message} ${JSON.stringify(fields)}`)
  const log: Log = { info: write('info'), warn: write('warn'), error: write('error') }
  const running = await compose({ config, clock, log, all: modules, chosen: modules, roles: [...ROLES] })
  const url = await running.app.listen({ host: '127.0.0.1', port: 0 })
  config.PUBLIC_URL = url
  config.WXPAY_NOTIFY_URL_BASE = url
  sandbox.setServerUrl(url)

  const call: World['call'] = async (method, address, { token, body, headers } = {}) => {
    const isText = typeof body === 'string' || Buffer.isBuffer(body)
    const response = await fetch(url + address, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: parse(text) as Answer['body'], headers: response.headers }
  }
  return {
    ...running,
    url,
    clock,
    sandbox,
    logged,
    call,
    api: (token) =>
      createClient(async ({ method, path: address, body }) =>
        call(method, address, { ...(token ? { token } : {}), body }),
      ),
    rows: async <Row>(query: Sql) => (await owner.query({ text: query.text, values: query.values })).rows as Row[],
    advance: async (amount) => {
      clock.advance(amount)
      setSandboxClock()
    },
    drain: () => running.worker.drain(),
    close: async () => {
      // a client may have opened a connection that it never used; the server would wait a minute for its first request
      const cut = setTimeout(() => running.app.server.closeAllConnections(), 1000)
      await running.stop()
      clearTimeout(cut)
      await sandbox.stop()
      await owner.end()
      await dropDatabase(admin, name)
      await admin.end()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Two files may clone at once: PostgreSQL refuses while the template is in use, so wait one's turn. */
async function createFromTemplate(admin: pg.Client, name: string): Promise<void> {
  await admin.query('select pg_advisory_lock(7201102)')
  try {
    await admin.query(`create database ${name} template ${inject('template')}`)
  } finally {
    await admin.query('select pg_advisory_unlock(7201102)')
  }
}

/** Connections take a moment to close; `with (force)` at once would kill them with an error that nobody listens to. */
async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const { rows } = await admin.query('select 1 from pg_stat_activity where datname = $1', [name])
    if (rows.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  await admin.query(`drop database if exists ${name} with (force)`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { text }
  }
}
export const newId = (): string => randomUUID()
