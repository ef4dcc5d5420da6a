import { spawn } from 'node:child_process'
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ROOT } from './paths.ts'

export type Command = {
  command: string
  args: string[]
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Standard output and error go here, together. */
  logFile: string
  limitSeconds: number
}

export type Outcome = { isOk: boolean; isTimedOut: boolean; seconds: number; output: string }

const running = new Set<number>()

/**
 * Runs a program to its end, or to the limit: then it and all that it started are killed, so that nothing hangs.
 * The output goes to a file and not through a pipe, because a grandchild that outlives its parent keeps a pipe open.
 */
export function run({ command, args, cwd = ROOT, env, logFile, limitSeconds }: Command): Promise<Outcome> {
  const start = Date.now()
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'w')
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  const { pid } = child
  if (pid !== undefined) running.add(pid)
  return new Promise((resolve) => {
    let isTimedOut = false
    const timer = setTimeout(() => {
      isTimedOut = true
      if (pid !== undefined) killGroup(pid)
    }, limitSeconds * 1000)
    const finish = (isOk: boolean, extra = '') => {
      clearTimeout(timer)
      if (pid !== undefined) {
        running.delete(pid)
        killGroup(pid) // what it left behind
      }
      const output = readFileSync(logFile, 'utf8') + extra + (isTimedOut ? `\nstopped after ${limitSeconds} s\n` : '')
      resolve({ isOk: isOk && !isTimedOut, isTimedOut, seconds: (Date.now() - start) / 1000, output })
    }
    child.once('error', (error) => finish(false, `\n${error.message}\n`))
    child.once('exit', (code) => finish(code === 0))
  })
}

/** A script on the Node that runs now. */
export function runNode(args: string[], rest: Omit<Command, 'command' | 'args'>): Promise<Outcome> {
  return run({ command: process.execPath, args, ...rest })
}

export function killAllRunning(): void {
  for (const pid of running) killGroup(pid)
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // already gone
  }
}
