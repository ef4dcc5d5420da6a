import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { LaunchError } from './launch-error.ts'
import { type LogFile, lastWords, markStart, openLog, worthShowing } from './log-file.ts'
import { ROOT } from './paths.ts'
import { forgetRun, noteRun } from './run-files.ts'
import type { Running } from './service.ts'
import { dim, say } from './terminal.ts'

export type NodeProgram = {
  name: string
  script: string
  args?: string[]
  env: NodeJS.ProcessEnv
  /** How long it may take to end by itself. */
  stopSeconds: number
}

const READY_LIMIT_MS = 90_000
/** Lines per program and ten seconds that reach the terminal; the log has them all. */
const SHOWN_AT_ONCE = 5

const starting = new Set<ChildProcess>()

/** Ends what is not ready yet; what is ready is stopped by its service. */
export function abandonStarts(): void {
  for (const child of starting) child.kill('SIGKILL')
}

/** Starts a program of ours and waits until it says by its channel that it is ready. */
export async function launchNode(program: NodeProgram): Promise<Running> {
  const log = openLog(program.name)
  markStart(log)
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program.script, ...(program.args ?? [])],
    {
      cwd: ROOT,
      env: program.env,
      // A session of its own, as Ctrl-C must reach only us; the channel tells it when we are gone.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  starting.add(child)
  follow(program.name, log, child.stdout, false)
  follow(program.name, log, child.stderr, true)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  void ended.then(() => forgetRun(program.name))
  const { pid = 0 } = child
  if (pid > 0) noteRun(program.name, pid)
  await untilReady(program, child, ended).finally(() => starting.delete(child))
  return { pid, ended, stop: () => stop(child, ended, program.stopSeconds), kill: () => child.kill('SIGKILL') }
}

/** Runs a program of ours to its end, for preparations such as migrations. */
export async function runToEnd(program: Omit<NodeProgram, 'stopSeconds'>): Promise<void> {
  const log = openLog(program.name)
  markStart(log)
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program.script, ...(program.args ?? [])],
    {
      cwd: ROOT,
      env: program.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  starting.add(child)
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => log.write(`${line}\n`))
  const how = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code === 0 ? '' : (signal ?? `exit code ${code}`)))
  })
  starting.delete(child)
  if (how !== '') throw failed(program.name, 'could not be completed', how)
}

async function untilReady(program: NodeProgram, child: ChildProcess, ended: Promise<string>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const isReady = await Promise.race([
    new Promise<true>((resolve) => {
      child.on('message', (message) => {
        if (typeof message === 'object' && message !== null && 'ready' in message) resolve(true)
      })
    }),
    ended,
    new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`not ready after ${READY_LIMIT_MS / 1000} s`), READY_LIMIT_MS)
    }),
  ])
  clearTimeout(timer)
  if (isReady === true) return
  child.kill('SIGKILL')
  throw failed(program.name, 'did not start', isReady)
}

function failed(name: string, what: string, how: string): LaunchError {
  return new LaunchError(`The ${name} ${what} (${how}).${lastWords(name, 25)}`, `See .data/logs/${name}.log.`)
}

async function stop(child: ChildProcess, ended: Promise<string>, limitSeconds: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const hurry = setTimeout(() => child.kill('SIGKILL'), limitSeconds * 1000)
  await ended
  clearTimeout(hurry)
}

function follow(name: string, log: LogFile, stream: Readable | null, isError: boolean): void {
  if (stream === null) return
  let shown = 0
  const refill = setInterval(() => (shown = 0), 10_000)
  refill.unref()
  stream.once('close', () => clearInterval(refill))
  createInterface({ input: stream }).on('line', (line) => {
    log.write(`${line}\n`)
    const text = worthShowing(line, isError)
    if (text === undefined) return
    shown += 1
    if (shown <= SHOWN_AT_ONCE) say(dim(`  ${name}: ${text}`))
    if (shown === SHOWN_AT_ONCE + 1) say(dim(`  ${name}: more in .data/logs/${name}.log`))
  })
}
