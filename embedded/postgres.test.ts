import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:net'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Postgres, startPostgres } from './postgres.ts'
import { isAlive, startedAt, waitUntilGone } from './process-info.ts'

const isRoot = process.getuid?.() === 0
let folder: string
let dataDir: string
let running: Postgres | undefined
const others: (ChildProcess | Server)[] = []

/** Speed matters here; what is tried does not depend on fsync, because the machine stays up. */
const start = async (port?: number) => {
  running = await startPostgres({ dataDir, durable: false, ...(port === undefined ? {} : { port }) })
  return running
}

async function ask(postgres: Postgres, statement: string): Promise<string> {
  const client = new Client(postgres.superUrl)
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ answer: string }>(statement)
    return rows[0]?.answer ?? ''
  } finally {
    await client.end()
  }
}

async function occupy(port: number): Promise<void> {
  const server = createServer()
  others.push(server)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
}

beforeAll(async () => {
  folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'banyi-launcher-'))
  chmodSync(folder, 0o755)
  dataDir = join(folder, 'postgres')
  const postgres = await start()
  await ask(postgres, 'create table kept (answer text)')
  await ask(postgres, `insert into kept values ('北京协和医院')`)
  await postgres.stop()
})

afterEach(async () => {
  await running?.stop()
  running = undefined
  for (const other of others.splice(0)) {
    if ('kill' in other) other.kill('SIGKILL')
    else other.close()
  }
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('keeps data, port and a password that others cannot read', async () => {
  const memory = JSON.parse(readFileSync(`${dataDir}.json`, 'utf8')) as { port: number; password: string }
  const postgres = await start()
  expect(postgres.found).toBe('nothing')
  expect(postgres.port).toBe(memory.port)
  expect(statSync(`${dataDir}.json`).mode & 0o777).toBe(0o600)
  expect(await ask(postgres, 'select answer from kept')).toBe('北京协和医院')
  expect(
    await ask(postgres, `select current_setting('server_encoding') || datcollate as answer from pg_database`),
  ).toBe('UTF8C.UTF-8')
  const wrong = new Client(postgres.superUrl.replace(memory.password, 'guess'))
  await expect(wrong.connect()).rejects.toThrow('password authentication failed')
})

test.runIf(isRoot)('root starts it as an ordinary user', async () => {
  const postgres = await start()
  expect(statSync(`/proc/${postgres.pid}`).uid).toBe(65534)
})

test('comes back after kill -9 of the database', async () => {
  const postgres = await start()
  await ask(postgres, `create table crash as select 'saved' as answer`)
  process.kill(postgres.pid, 'SIGKILL')
  await postgres.ended
  const again = await start()
  expect(again.found).toBe('crashed')
  expect(await ask(again, 'select answer from crash')).toBe('saved')
})

test('the database stops when its starter is killed, and the next start finds it stopped', async () => {
  const script = `import { startPostgres } from '${import.meta.dirname}/postgres.ts'
    const postgres = await startPostgres({ dataDir: '${dataDir}', durable: false })
    process.stdout.write(String(postgres.pid))`
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  others.push(starter)
  const pid = Number(await new Promise<Buffer>((resolve) => starter.stdout.once('data', resolve)))
  expect(isAlive(pid)).toBe(true)
  starter.kill('SIGKILL')
  expect(await waitUntilGone(pid, 5_000)).toBe(true)
  expect((await start()).found).toBe('nothing')
})

test('stops an orphan that still runs and starts anew', async () => {
  const orphan = await start()
  const memory = JSON.parse(readFileSync(`${dataDir}.json`, 'utf8')) as object
  writeFileSync(`${dataDir}.json`, JSON.stringify({ ...memory, starter: { pid: process.pid, startedAt: 'long ago' } }))
  const postgres = await start()
  expect(postgres.found).toBe('orphan')
  expect(postgres.pid).not.toBe(orphan.pid)
  expect(isAlive(orphan.pid)).toBe(false)
  expect(await ask(postgres, 'select answer from kept')).toBe('北京协和医院')
})

test('refuses while another living program has the database in use', async () => {
  await start()
  const other = spawn('sleep', ['60'])
  others.push(other)
  const pid = other.pid ?? 0
  const file = `${dataDir}.json`
  const before = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    JSON.stringify({ ...(JSON.parse(before) as object), starter: { pid, startedAt: startedAt(pid) } }),
  )
  await expect(startPostgres({ dataDir })).rejects.toThrow(`is in use by process ${pid}`)
  writeFileSync(file, before)
})

test('is not held up by a stale lock whose process number went to another program', async () => {
  // The same user as the database: only then does PostgreSQL itself believe the lock.
  const other = spawn('sleep', ['60'], isRoot ? { uid: 65534, gid: 65534 } : {})
  others.push(other)
  const postgres = await start()
  const lock = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
  await postgres.stop()
  writeFileSync(join(dataDir, 'postmaster.pid'), [String(other.pid), ...lock.slice(1)].join('\n'))
  expect((await start()).found).toBe('crashed')
  expect(isAlive(other.pid ?? 0)).toBe(true)
})

test('is not held up by a lock of a process that is gone', async () => {
  writeFileSync(join(dataDir, 'postmaster.pid'), `4194303\n${dataDir}\n1700000000\n5432\n\n127.0.0.1\n 1 1\nready   \n`)
  expect((await start()).found).toBe('crashed')
})

test('takes another port when the last one is in use, and says so when it must have that one', async () => {
  const { port } = JSON.parse(readFileSync(`${dataDir}.json`, 'utf8')) as { port: number }
  await occupy(port)
  await expect(start(port)).rejects.toThrow(`Port ${port}, meant for the database, is in use`)
  expect((await start()).port).not.toBe(port)
})

test('makes a new password when the file with it is lost', async () => {
  rmSync(`${dataDir}.json`)
  expect(await ask(await start(), 'select answer from kept')).toBe('北京协和医院')
})

test('refuses the data of another major version in plain words', async () => {
  const file = join(dataDir, 'PG_VERSION')
  const version = readFileSync(file, 'utf8')
  writeFileSync(file, '17\n')
  await expect(start()).rejects.toThrow('was made by PostgreSQL 17, but this version brings PostgreSQL 18')
  writeFileSync(file, version)
})

test('a first start that was cut short leaves nothing that disturbs the next', async () => {
  const other = join(folder, 'second')
  mkdirSync(`${other}.new`)
  writeFileSync(join(`${other}.new`, 'PG_VERSION'), '18\n')
  writeFileSync(`${other}.json`, '{"pass')
  running = await startPostgres({ dataDir: other, durable: false })
  expect(await ask(running, `select 'fine' as answer`)).toBe('fine')
})

test('heals a data folder that others can read, as a careless copy leaves it', async () => {
  chmodSync(dataDir, 0o755)
  await start()
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
})

test.runIf(isRoot)('root in a private folder: the data lie elsewhere, behind a link', async () => {
  const secret = mkdtempSync(join(tmpdir(), 'banyi-private-'))
  running = await startPostgres({ dataDir: join(secret, 'postgres'), durable: false })
  expect(lstatSync(join(secret, 'postgres')).isSymbolicLink()).toBe(true)
  expect(await ask(running, `select 'reached' as answer`)).toBe('reached')
  await running.stop()
  running = await startPostgres({ dataDir: join(secret, 'postgres'), durable: false })
  expect(running.found).toBe('nothing')
  await running.stop()
  rmSync(realpathSync(join(secret, 'postgres')), { recursive: true })
  rmSync(secret, { recursive: true })
})

test.runIf(isRoot)('root takes over data that were copied as root, and runs as the owner of the others', async () => {
  const { uid } = statSync(dataDir)
  spawnChown(0)
  expect(statSync(`/proc/${(await start()).pid}`).uid).toBe(65534)
  await running?.stop()
  spawnChown(1)
  expect(statSync(`/proc/${(await start()).pid}`).uid).toBe(1)
  await running?.stop()
  spawnChown(uid)
})

function spawnChown(uid: number): void {
  execFileSync('chown', ['-R', `${uid}:${uid}`, dataDir])
}
