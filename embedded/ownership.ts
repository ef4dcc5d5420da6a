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
  mkdirSync(DATA, { recursive: true })
  const blocked = [ROOT, DATA, ...inside(DATA, 3)].find((path) => !isUsable(path))
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
  mkdirSync(DATA, { recursive: true })
  execFileSync('chown', [`${uid}:${gid}`, DATA])
  const made = [...inside(DATA, 1), join(ROOT, 'miniapp/dist'), join(ROOT, 'console/dist')]
  // The database has an owner of its own, which must not change while it runs.
  const rest = made.filter((path) => existsSync(path) && path !== join(DATA, 'postgres'))
  if (rest.length > 0) execFileSync('chown', ['-R', `${uid}:${gid}`, ...rest])
}

/** What lies in a folder, some levels deep, without the inside of the database: it has words of its own for strangers. */
function inside(folder: string, levels: number): string[] {
  if (levels === 0 || folder === join(DATA, 'postgres')) return []
  try {
    const paths = readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      path: join(folder, entry.name),
      isFolder: entry.isDirectory(),
    }))
    return paths.flatMap(({ path, isFolder }) => (isFolder ? [path, ...inside(path, levels - 1)] : [path]))
  } catch {
    return []
  }
}

function isUsable(path: string): boolean {
  if (!existsSync(path) || path === join(DATA, 'postgres')) return true
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
