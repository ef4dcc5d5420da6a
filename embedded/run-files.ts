import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError, errorCode } from './launch-error.ts'
import { inData } from './paths.ts'
import { startedAt, waitUntilGone } from './process-info.ts'

/**
 * Who runs from this folder: a file per process with its number and its start time, which together name it for good.
 * They let the next start tell our own leftovers from strangers that got the same number.
 */
const FOLDER = inData('run')

type Entry = { pid: number; startedAt: string }

export function noteRun(name: string, pid: number): void {
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(join(FOLDER, `${name}.json`), JSON.stringify({ pid, startedAt: startedAt(pid) ?? '' }))
}

export function forgetRun(name: string): void {
  rmSync(join(FOLDER, `${name}.json`), { force: true })
}

/** The process number under that name, when exactly that process still lives. */
export function livingRun(name: string): number | undefined {
  try {
    const entry = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Entry
    return startedAt(entry.pid) === entry.startedAt ? entry.pid : undefined
  } catch {
    return undefined
  }
}

/** Ends processes that a killed start has left behind. Returns their names. */
export async function endLeftovers(): Promise<string[]> {
  const ended: string[] = []
  for (const name of names()) {
    const pid = livingRun(name)
    if (pid === process.pid) continue
    if (pid !== undefined) {
      await end(name, pid)
      ended.push(name)
    }
    forgetRun(name)
  }
  return ended
}

async function end(name: string, pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM')
    if (await waitUntilGone(pid, 8_000)) return
    process.kill(pid, 'SIGKILL')
    await waitUntilGone(pid, 2_000)
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return
    throw new LaunchError(
      `The ${name} of an earlier start still runs as process ${pid}, and it belongs to another user.`,
      `Stop it with: sudo kill ${pid}`,
    )
  }
}

function names(): string[] {
  try {
    return readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.slice(0, -'.json'.length))
  } catch {
    return []
  }
}
