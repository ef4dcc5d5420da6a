import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.ts'
import { DATA, ROOT } from './paths.ts'
import { isRoot } from './postgres-account.ts'

/**
 * Files that another user made cannot be read or written here, and each would fail in its own odd way later. Root on the
 * other hand can do everything and hands over what it made (see `handOver`).
 */
export function requireOwnFiles(): void {
  if (isRoot()) return
  const blocked = [ROOT, DATA, ...inside(DATA), ...inside(join(DATA, 'sandbox'))].find((path) => !isUsable(path))
  if (blocked === undefined) return
  throw new LaunchError(
    `${blocked} belongs to another user${statSync(blocked).uid === 0 ? ' (an earlier start ran as root)' : ''}.`,
    `Start as that user, or take the checkout over: sudo chown -R "$(id -un)" ${ROOT}`,
  )
}

/** Root in somebody's checkout leaves everything to that somebody, so that both can start it in turn. */
export function handOver(): void {
  const { uid, gid } = statSync(ROOT)
  if (!isRoot() || uid === 0) return
  const made = [DATA, join(ROOT, 'miniapp/dist'), join(ROOT, 'console/dist')].filter((path) => existsSync(path))
  execFileSync('chown', ['-R', `${uid}:${gid}`, ...made])
}

function inside(folder: string): string[] {
  mkdirSync(DATA, { recursive: true })
  try {
    // The database and its file have words of their own for this.
    return readdirSync(folder)
      .filter((name) => !name.startsWith('postgres'))
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

function isUsable(path: string): boolean {
  if (!existsSync(path)) return true
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
