import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { LaunchError } from './launch-error.ts'

/** What `spawn` needs to run a program as another user; empty when no change is needed. */
export type Account = { uid?: number; gid?: number }

/** `nobody` on Linux. initdb wants a user that has a name, and this one needs no useradd. */
const NOBODY = 65534

export const isRoot = () => process.getuid?.() === 0

/**
 * PostgreSQL refuses to run as root. Root therefore runs it as the owner of the data, so that an ordinary user and root
 * can take turns on one folder. New data go to the owner of the folder they are made in; what is root's own goes to nobody.
 */
export function accountFor(dataDir: string): Account {
  const owner = existsSync(dataDir) ? statSync(dataDir).uid : undefined
  if (!isRoot()) {
    if (owner !== undefined && owner !== process.getuid?.()) throw foreignData(dataDir, owner)
    return {}
  }
  if (process.platform !== 'linux')
    throw new LaunchError('The database cannot be started as root on this system.', 'Start again as an ordinary user.')
  if (owner === undefined) {
    const { uid, gid } = statSync(dirname(dataDir))
    return uid !== 0 && hasName(uid) ? { uid, gid } : { uid: NOBODY, gid: NOBODY }
  }
  if (owner === 0) {
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, dataDir])
    return { uid: NOBODY, gid: NOBODY }
  }
  return { uid: owner, gid: statSync(dataDir).gid }
}

/** A checkout mounted into a container may belong to a number that nobody has there; initdb would refuse it. */
function hasName(uid: number): boolean {
  return spawnSync('id', ['-un', String(uid)], { stdio: 'ignore' }).status === 0
}

/** Whether that user gets down to the folder: a checkout below a private home (/root is 0700) is out of nobody's reach. */
export function canEnter(account: Account, folder: string): boolean {
  if (account.uid === undefined) return true
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0
}

export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    throw new LaunchError(
      `The user number ${process.getuid?.()} has no name on this machine, and PostgreSQL needs one.`,
      'Start as a user that stands in /etc/passwd, or set DATABASE_URL to a PostgreSQL server of your own.',
    )
  }
}

function foreignData(dataDir: string, owner: number): LaunchError {
  const who = owner === 0 || owner === NOBODY ? 'root (an earlier start ran as root)' : `the user with number ${owner}`
  return new LaunchError(
    `The database folder ${dataDir} belongs to ${who}, not to you.`,
    `Start as that user, or take the data over: sudo chown -R ${accountName()} ${dataDir} and its parent folder.`,
  )
}
