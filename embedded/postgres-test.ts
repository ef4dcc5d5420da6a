import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startPostgres } from './postgres-server.ts'
import { startedAt } from './process-info.ts'

export type TestPostgres = {
  /** Address of the database `postgres` as superuser. */
  url: string
  stop(): Promise<void>
}

const PREFIX = 'banyi-test-pg-'
/** A full test run with its template clones stays under this. */
const ROOM_WANTED = 2 * 1024 * 1024 * 1024

/** A throw-away PostgreSQL: in memory where that is possible, without fsync, on a port of its own, gone after stop(). */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env['TEST_DATABASE_URL']
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} }
  const own = join(dirname(import.meta.dirname), '.data')
  mkdirSync(own, { recursive: true })
  const parent = ['/dev/shm', own, tmpdir()].find(hasRoom) ?? own
  sweep(parent)
  const folder = mkdtempSync(join(parent, PREFIX))
  chmodSync(folder, 0o711) // started by root, PostgreSQL runs as nobody and has to pass through
  writeFileSync(join(folder, 'starter'), `${process.pid} ${startedAt(process.pid)}`)
  const dataDir = join(folder, 'data')
  const remove = () => {
    // A checkout in root's private folder: the data are behind a link, see postgres-home.ts.
    if (existsSync(dataDir)) rmSync(realpathSync(dataDir), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const postgres = await startPostgres({
      dataDir,
      durable: false,
      settings: {
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
        max_connections: 200,
        max_wal_size: '256MB',
      },
    })
    const stop = async () => {
      await postgres.stop()
      remove()
    }
    return { url: postgres.superUrl, stop }
  } catch (error) {
    remove()
    throw error
  }
}

function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > ROOM_WANTED
  } catch {
    return false
  }
}

/** Folders of test runs that were killed: their starter no longer lives, and its PostgreSQL stopped with it. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(PREFIX)) continue
    try {
      const [pid, ...start] = readFileSync(join(parent, name, 'starter'), 'utf8').split(' ')
      if (startedAt(Number(pid)) !== start.join(' ')) rmSync(join(parent, name), { recursive: true, force: true })
    } catch {
      continue // of another user, or just being made
    }
  }
}
