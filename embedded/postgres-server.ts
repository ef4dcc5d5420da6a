import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { anyFreePort, isFree } from './free-port.ts'
import { LaunchError } from './launch-error.ts'
import { type Home, explainOutput, openHome, plainEnv } from './postgres-home.ts'
import { type Found, clearEarlierRun, waitForLeftovers } from './postgres-lock.ts'
import { type Memory, otherStarter, readMemory, writeMemory } from './postgres-memory.ts'
import { startedAt } from './process-info.ts'

export type Postgres = {
  /** Address of a database as the superuser `postgres`. */
  url(database: string): string
  superUrl: string
  port: number
  pid: number
  dataDir: string
  /** What an earlier run had left behind; it has been cleared up. */
  found: Found
  /** Resolves with signal or exit code when the server process has ended, wanted or not. */
  ended: Promise<string>
  stop(): Promise<void>
}

export type PostgresOptions = {
  dataDir: string
  /** A fixed port. Without it the port of the last start is used again when it is free, or any free one. */
  port?: number
  log?: (line: string) => void
  settings?: Record<string, string | number>
  /** false: the data may be lost in a power failure; for tests. */
  durable?: boolean
}

/** Crash recovery of a large database takes its time, and it must not be cut short. */
const START_LIMIT_MS = 5 * 60_000

/** Starts PostgreSQL on `dataDir`, which is made at the first start. Throws a LaunchError that says what to do. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const memoryFile = `${options.dataDir}.json`
  const { memory, isNew } = readMemory(memoryFile)
  // Written before initdb, so that a start that is cut short leaves no database without its password.
  if (isNew) writeMemory(memoryFile, memory)
  const home = openHome(options.dataDir, memory.password, options.durable ?? true)
  const found = await clearEarlierRun(home.dataDir, otherStarter(memory))
  if (found === 'crashed') await waitForLeftovers(home.dataDir, 10_000)
  if (isNew) setPassword(home, memory.password)
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(options.port, memory.port)
    try {
      remember(memoryFile, memory, port)
      const child = await launch(home, port, options)
      return describe(child, home, memory.password, port, found)
    } catch (error) {
      // Between the look at a free port and its use another program may take it.
      const isTaken = error instanceof LaunchError && error.message.includes('port is used')
      if (!isTaken || options.port !== undefined || attempt === 3) throw error
    }
  }
}

async function choosePort(wanted: number | undefined, last: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted
    throw new LaunchError(
      `Port ${wanted}, meant for the database, is in use.`,
      'Stop that program or choose another port.',
    )
  }
  return last !== undefined && (await isFree(last)) ? last : anyFreePort()
}

function remember(file: string, memory: Memory, port: number): void {
  writeMemory(file, { ...memory, port, starter: { pid: process.pid, startedAt: startedAt(process.pid) ?? '' } })
}

/** Heals a lost password file. Single-user mode needs no password and works only while no server runs. */
function setPassword(home: Home, password: string): void {
  const statement = `alter role postgres password '${password}'\n`
  const args = ['--single', '-D', home.dataDir, 'postgres']
  const run = spawnSync(home.programs.postgres, args, {
    ...home.account,
    cwd: '/',
    input: statement,
    encoding: 'utf8',
    env: plainEnv(),
  })
  if (run.status !== 0) throw explainOutput(run.stderr, 'The password of the database could not be set')
}

function launch(home: Home, port: number, options: PostgresOptions): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Parallel queries need /dev/shm, which containers often keep at 64 MB; our queries are short.
    max_parallel_workers_per_gather: 0,
    ...options.settings,
  }
  const args = [
    '-D',
    home.dataDir,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ]
  // A session of its own: Ctrl-C in the terminal must reach the starter alone, which stops things in order.
  const child = spawn(home.programs.postgres, args, {
    ...home.account,
    cwd: '/',
    env: plainEnv(),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let output = ''
    let isReady = false
    const timer = setTimeout(() => child.kill('SIGQUIT'), START_LIMIT_MS)
    child.once('error', (error) => reject(explainOutput(error.message, 'The database could not be started')))
    child.once('exit', () => {
      clearTimeout(timer)
      reject(explainOutput(output, 'The database could not be started'))
    })
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      for (const line of text.split('\n')) if (line.trim() !== '') options.log?.(line)
      if (isReady) return
      output += text
      isReady = /database system is ready to accept connections/.test(output)
      if (!isReady) return
      clearTimeout(timer)
      watchOver(child)
      resolve(child)
    })
  })
}

/**
 * Stops PostgreSQL when this program dies without a chance to do so (kill -9): the little shell waits for a line that
 * never comes, and the end of the pipe tells it that its writer is gone.
 */
function watchOver(child: ChildProcess): void {
  const watch = spawn('/bin/sh', ['-c', 'read -r line || kill -INT "$1"', 'sh', String(child.pid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watch.on('error', () => {})
  watch.stdin.on('error', () => {})
  watch.unref()
  child.once('exit', () => watch.stdin.end('done\n'))
}

function describe(child: ChildProcess, home: Home, password: string, port: number, found: Found): Postgres {
  const how = () => child.signalCode ?? `exit code ${child.exitCode}`
  const ended = new Promise<string>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(how())
    else child.once('exit', () => resolve(how()))
  })
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
  const stop = async () => {
    child.kill('SIGINT')
    // Fast shutdown writes a checkpoint; a slow disk gets half a minute before the next start has to recover instead.
    const hurry = setTimeout(() => child.kill('SIGQUIT'), 30_000)
    await ended
    clearTimeout(hurry)
  }
  return { url, superUrl: url('postgres'), port, pid: child.pid ?? 0, dataDir: home.dataDir, found, ended, stop }
}
