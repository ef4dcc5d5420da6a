import { readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.ts'
import { commandLine, isAlive, waitUntilGone } from './process-info.ts'

/** What stood in the way of a start. */
export type Found = 'nothing' | 'crashed' | 'orphan'

/**
 * Clears the traces of an earlier run from the data folder. A running PostgreSQL that lost its starter is stopped and
 * not taken over: a process that is not our child tells us neither its log nor its end, and a stop takes under a second.
 * `starter` is the process number of the program that started it, when that still lives: then it is no orphan.
 */
export async function clearEarlierRun(dataDir: string, starter: number | undefined): Promise<Found> {
  const file = join(dataDir, 'postmaster.pid')
  const lines = readLines(file)
  if (lines === undefined) return 'nothing'
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid) || !isPostgresOn(pid, dataDir)) {
    // The number may have gone to another program, or to a zombie that nobody collects; PostgreSQL would refuse to start.
    // It ignores its own parent's number, though, and then still makes sure by the other lines that no part of the dead
    // run uses the data.
    writeFileSync(file, [String(process.pid), ...lines.slice(1)].join('\n'))
    return 'crashed'
  }
  if (starter !== undefined)
    throw new LaunchError(
      `The database in ${dataDir} is in use by process ${starter}.`,
      'Stop that program first (Ctrl-C in its terminal).',
    )
  await stopOrphan(pid)
  return 'orphan'
}

function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return undefined
  }
}

function isPostgresOn(pid: number, dataDir: string): boolean {
  const command = commandLine(pid)
  return command !== undefined && /\bpostgres\b/.test(command) && `${command} `.includes(` ${dataDir} `)
}

async function stopOrphan(pid: number): Promise<void> {
  const stop = (signal: NodeJS.Signals) => {
    try {
      process.kill(pid, signal)
    } catch {
      throw new LaunchError(
        `A database from an earlier start still runs as process ${pid}, and it belongs to another user.`,
        `Stop it with: sudo kill -INT ${pid}`,
      )
    }
  }
  stop('SIGINT')
  if (await waitUntilGone(pid, 15_000)) return
  stop('SIGQUIT')
  if (await waitUntilGone(pid, 5_000)) return
  throw new LaunchError(
    `The database of an earlier start (process ${pid}) does not stop.`,
    `Stop it with: kill -9 ${pid}`,
  )
}

/** Waits for the session processes of a postmaster that was killed: they leave by themselves within moments. */
export async function waitForLeftovers(dataDir: string, milliseconds: number): Promise<void> {
  if (process.platform !== 'linux') return
  const end = Date.now() + milliseconds
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid || workingFolder(pid) !== dataDir) continue
    if (!/^postgres\b/.test(commandLine(pid) ?? '')) continue
    if (await waitUntilGone(pid, Math.max(end - Date.now(), 0))) continue
    throw new LaunchError(
      `Process ${pid} of a database that was killed is still at work on the data.`,
      `Wait until it has ended, or stop it with: kill -QUIT ${pid}`,
    )
  }
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}
