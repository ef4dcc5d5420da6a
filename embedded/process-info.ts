import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { errorCode } from './launch-error.ts'

/** True also for a process of another user (EPERM means that it exists). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/**
 * When a process started, as an opaque text. A pid alone proves nothing, because the system hands the numbers out
 * again; pid and start time together name one process for good. Undefined when there is no such process.
 */
export function startedAt(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart=')
  // Ticks since boot repeat after a reboot, so the boot is part of the name.
  const stat = procStat(pid)
  const ticks = stat?.[19]
  // A zombie is dead, only not buried: in containers nobody may ever collect it.
  return ticks === undefined || stat?.[0] === 'Z'
    ? undefined
    : `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`
}

/** The command line of a process, arguments joined by blanks; undefined when it is gone or hidden. */
export function commandLine(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'command=')
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim()
  } catch {
    return undefined
  }
}

export async function waitUntilGone(pid: number, milliseconds: number): Promise<boolean> {
  const end = Date.now() + milliseconds
  while (isAlive(pid)) {
    if (Date.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

function isZombie(pid: number): boolean {
  return process.platform === 'linux' && procStat(pid)?.[0] === 'Z'
}

/** The fields of /proc/<pid>/stat after the program's name, which may itself hold blanks and brackets. */
function procStat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
