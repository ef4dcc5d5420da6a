import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LaunchError } from './launch-error.ts'
import { type Account, accountFor, accountName, canEnter, isRoot } from './postgres-account.ts'
import { type Binaries, findBinaries } from './postgres-binaries.ts'

/** A new database takes 40 MB, its write-ahead log up to 1 GB in the long run. */
const ROOM_WANTED = 300 * 1024 * 1024

export type Home = { dataDir: string; account: Account; programs: Binaries }

/** Everything up to the point where `postgres` can be started: place, owner, programs, first set-up, version. */
export function openHome(wantedDir: string, password: string, durable: boolean): Home {
  if (!isRoot()) accountName()
  mkdirSync(dirname(wantedDir), { recursive: true })
  const dataDir = reachablePlace(wantedDir)
  const account = accountFor(dataDir)
  const programs = findBinaries(account, isRoot() ? publicFolder() : dirname(wantedDir))
  if (!existsSync(join(dataDir, 'PG_VERSION'))) createCluster(dataDir, account, programs, password, durable)
  const major = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim()
  if (major !== programs.major)
    throw new LaunchError(
      `The database in ${dataDir} was made by PostgreSQL ${major}, but this version brings PostgreSQL ${programs.major}.`,
      'Go back to the version that made it and take the data along by a backup, or start over with "npm run reset" (deletes the data).',
    )
  chmodSync(dataDir, 0o700) // postgres refuses a folder that others can read, as `cp -r` makes it
  return { dataDir, account, programs }
}

/**
 * The folder itself, unless root's deputy cannot get there because the checkout lies in a private folder such as /root.
 * Then the data lie in /var/lib, and a link marks the wanted place.
 */
function reachablePlace(wanted: string): string {
  if (lstatSync(wanted, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(wanted)) rmSync(wanted)
  if (existsSync(wanted)) {
    const real = realpathSync(wanted)
    if (canEnter(accountFor(real), dirname(real))) return real
    throw new LaunchError(
      `The database folder ${real} cannot be reached by the user that PostgreSQL runs as when root starts it.`,
      'Start as the user who owns this folder, or move the checkout to a place that others may enter (chmod a+x).',
    )
  }
  const parent = realpathSync(dirname(wanted))
  const place = join(parent, basename(wanted))
  if (canEnter(accountFor(place), parent)) return place
  const elsewhere = join(publicFolder(), `data-${createHash('sha256').update(place).digest('hex').slice(0, 12)}`)
  symlinkSync(elsewhere, place)
  return elsewhere
}

/** A folder of root's that every user may enter. */
function publicFolder(): string {
  for (const parent of ['/var/lib', '/var/tmp']) {
    const folder = join(parent, 'banyi')
    try {
      mkdirSync(folder, { recursive: true })
      // In /var/tmp anybody could have made it first, and then could swap the programs that we run.
      if (lstatSync(folder).uid !== 0) continue
      chmodSync(folder, 0o755)
      return folder
    } catch {
      continue
    }
  }
  throw new LaunchError(
    'The checkout lies in a private folder, and neither /var/lib nor /var/tmp can be written.',
    'Move the checkout to a place that others may enter, or start as an ordinary user.',
  )
}

/** initdb works in a folder of its own that is renamed at the end: a start that was cut short leaves no half database. */
function createCluster(dataDir: string, account: Account, programs: Binaries, password: string, durable: boolean) {
  if (existsSync(dataDir))
    throw new LaunchError(
      `The folder ${dataDir} exists but holds no database.`,
      'Remove it, or start over with "npm run reset".',
    )
  const { bavail, bsize } = statfsSync(dirname(dataDir))
  if (bavail * bsize < ROOM_WANTED)
    throw new LaunchError(
      `Only ${Math.floor((bavail * bsize) / 1024 / 1024)} MB are free where the database should go (${dirname(dataDir)}).`,
      `Make at least ${ROOM_WANTED / 1024 / 1024} MB of room and start again.`,
    )
  const half = `${dataDir}.new`
  const passwordFile = `${dataDir}.pw`
  rmSync(half, { recursive: true, force: true })
  rmSync(passwordFile, { force: true })
  mkdirSync(half, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account.uid !== undefined && account.gid !== undefined)
    for (const path of [half, passwordFile]) chownSync(path, account.uid, account.gid)
  // C.UTF-8: with plain C the trigram index finds no Chinese at all. Pinyin order is asked for per query.
  const options = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--data-checksums',
  ]
  const args = ['-D', half, `--pwfile=${passwordFile}`, ...options, ...(durable ? [] : ['--no-sync'])]
  const run = spawnSync(programs.initdb, args, { ...account, cwd: '/', encoding: 'utf8', env: plainEnv() })
  rmSync(passwordFile, { force: true })
  if (run.status !== 0) {
    rmSync(half, { recursive: true, force: true })
    throw explainOutput(run.stderr || String(run.error), 'The database could not be created')
  }
  renameSync(half, dataDir)
}

/** Settings of the caller such as PGDATA, PGPORT or LC_ALL must not leak into the database. */
export function plainEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C.UTF-8' }
}

export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/** A sentence for the usual reasons that PostgreSQL names; otherwise its own last words. */
export function explainOutput(output: string, what: string): LaunchError {
  if (/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(output))
    return new LaunchError(`${what}: the disk is full.`, 'Make room and start again; nothing that was saved is lost.')
  if (/Read-only file system|EROFS/.test(output))
    return new LaunchError(
      `${what}: its folder is on a read-only disk.`,
      'Move the checkout to a disk that can be written.',
    )
  if (/Address already in use/.test(output))
    return new LaunchError(
      `${what}: its port is used by another program.`,
      'Stop that program, or choose another port.',
    )
  if (/could not (map|create) (anonymous )?shared memory|Cannot allocate memory/.test(output))
    return new LaunchError(
      `${what}: not enough memory.`,
      'Close other programs (about 200 MB are needed) and start again.',
    )
  if (/Permission denied|EACCES/.test(output))
    return new LaunchError(
      `${what}: a file in its folder may not be read.`,
      'Give the folder back to one owner (sudo chown -R), or start over with "npm run reset".',
    )
  const lines = output.trim().split('\n')
  const last = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'no message'
  return new LaunchError(`${what}: ${last.replace(/^.*?(FATAL|PANIC|error):\s*/, '')}`, 'The log has the details.')
}
