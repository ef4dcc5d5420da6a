/**
 * A whole Banyi for journeys and benchmarks: throw-away PostgreSQL, the sandbox, and the real server program as a child
 * process, so that it can be killed and started again.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startTestPostgres } from '../embedded/postgres-test.ts'
import { ensureKeys } from '../sandbox/keys.ts'
import { startSandbox, type Sandbox } from '../sandbox/index.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface StackOperator {
  username: string
  password: string
  secret: string
}
export interface Stack {
  url: string
  sandbox: Sandbox
  /** as the owner of the tables */
  ownerUrl: string
  /** as the server signs in */
  appUrl: string
  /** the server's environment */
  env: NodeJS.ProcessEnv
  server: ChildProcess
  /** kill -9 */
  killServer(): Promise<void>
  /** starts it again on the same port */
  startServer(): Promise<void>
  /** name, password and the secret of the authenticator of a new operator with all duties */
  operator: StackOperator
  /** one more operator; who approves must not be who created */
  addOperator(person: { username: string; name: string; duties: string }): Promise<StackOperator>
  stop(): Promise<void>
}

export async function startStack(options: { demo?: boolean } = {}): Promise<Stack> {
  const given = process.env['TEST_DATABASE_URL']
  const postgres = given ? { url: given, stop: async () => {} } : await startTestPostgres()
  const name = `banyi_e2e_${randomBytes(5).toString('hex')}`
  await asOwner(postgres.url, `create database ${name}`)
  const ownerUrl = withDatabase(postgres.url, name)
  // one role for all databases of this cluster: other test runs use the same password
  const appUrl = withDatabase(postgres.url, name, 'banyi_app', 'only-in-tests-0f3a9c')

  const dir = mkdtempSync(path.join(tmpdir(), 'banyi-stack-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const sandbox = await startSandbox({ dir, keys: await ensureKeys(dir), portBase: 0, serverUrl: url })
  const secret = (): string => randomBytes(32).toString('base64')
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    ...sandbox.env(url),
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: appUrl,
    MIGRATE_DATABASE_URL: ownerUrl,
    MASTER_KEY: secret(),
    HASH_KEY: secret(),
    QUOTE_SECRET: secret(),
    // a build beside the usual one, while somebody else builds there
    PAGES_DIR_H5: process.env['H5_DIR'] ?? path.join(ROOT, 'miniapp/dist/h5'),
    PAGES_DIR_CONSOLE: process.env['CONSOLE_DIR'] ?? path.join(ROOT, 'console/dist'),
    SANDBOX_PAGES_URL: sandbox.urls.people,
    SUPPORT_PHONE: '021-00000000',
    SANDBOX_DATA: dir,
    DEMO_FILE: path.join(dir, 'demo.json'),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  }
  const run = (script: string, args: string[]): ChildProcess =>
    spawn(process.execPath, [path.join(ROOT, script), ...args], { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  await toEnd(run('server/main.ts', ['--migrate']))
  if (options.demo) await toEnd(run('server/demo/main.ts', []))
  const duties = 'reviewer,dispatcher,finance,content,security,audit'
  const operator = await addOperator(env, { username: 'zhou.min', name: '周敏', duties })

  const start = async (): Promise<ChildProcess> => {
    const child = run('server/main.ts', [])
    if (child.stdout)
      createInterface(child.stdout).on('line', (line) => {
        // a fault of the server is part of the reason why a journey failed
        if (process.env['LOG_LEVEL'] || /"level":(50|60|"error"|"fatal")/.test(line)) process.stderr.write(`${line}\n`)
      })
    const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown]
    if (typeof message !== 'object')
      throw new Error(`the server ended with ${JSON.stringify(message)} before it was ready`)
    return child
  }
  const stack: Stack = {
    url,
    sandbox,
    ownerUrl,
    appUrl,
    env,
    operator,
    addOperator: (person) => addOperator(env, person),
    server: await start(),
    killServer: async () => {
      const exited = once(stack.server, 'exit')
      stack.server.kill('SIGKILL')
      await exited
    },
    startServer: async () => {
      stack.server = await start()
    },
    stop: async () => {
      if (stack.server.exitCode === null && stack.server.signalCode === null) {
        const exited = once(stack.server, 'exit')
        stack.server.kill('SIGTERM')
        await exited
      }
      await sandbox.stop()
      await asOwner(postgres.url, `drop database if exists ${name} with (force)`)
      await postgres.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  return stack
}

async function addOperator(
  env: NodeJS.ProcessEnv,
  { username, name, duties }: { username: string; name: string; duties: string },
): Promise<StackOperator> {
  const password = `E2e-${randomBytes(9).toString('base64url')}`
  const args = ['add-operator', '--username', username, '--name', name, '--duties', duties]
  const child = spawn(process.execPath, [path.join(ROOT, 'server/identity/cli.ts'), ...args], {
    env: { ...env, OPERATOR_PASSWORD: password },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (data: Buffer) => (said += data.toString('utf8')))
  await toEnd(child)
  const secret = /secret=([A-Z2-7]+)/.exec(said)?.[1]
  if (!secret) throw new Error('add-operator printed no authenticator secret')
  return { username, password, secret }
}

async function toEnd(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${child.spawnargs.slice(1).join(' ')} ended with ${code}`)
}
async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
function withDatabase(text: string, name: string, user?: string, password?: string): string {
  const url = new URL(text)
  url.pathname = `/${name}`
  if (user) url.username = user
  if (password) url.password = password
  return url.href
}
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
