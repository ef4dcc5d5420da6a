import { Client } from 'pg'
import { LaunchError } from './launch-error.ts'
import { openLog } from './log-file.ts'
import { inData } from './paths.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import type { Running } from './service.ts'
import { say } from './terminal.ts'

const NAME = 'banyi'

/** A PostgreSQL of the user's own instead of the embedded one. */
export const givenDatabase = (): string | undefined => process.env['DATABASE_URL'] || undefined

/** Starts the embedded PostgreSQL in the form that `keepRunning` wants. */
export async function launchDatabase(onStart: (postgres: Postgres) => void, port?: number): Promise<Running> {
  const log = openLog('database')
  const postgres = await startPostgres({
    dataDir: inData('postgres'),
    log: (line) => log.write(`${line}\n`),
    ...(port === undefined ? {} : { port }),
  })
  if (postgres.found === 'orphan') say('A database of an earlier start still ran; it was stopped and started anew.')
  if (postgres.found === 'crashed') say('The database had not been stopped properly; it has recovered what was saved.')
  onStart(postgres)
  return {
    pid: postgres.pid,
    ended: postgres.ended,
    stop: () => postgres.stop(),
    kill: () => process.kill(postgres.pid, 'SIGQUIT'),
  }
}

/** Makes our database when it is missing. Returns its address, and whether it is new. */
export async function ensureDatabase(superUrl: string): Promise<{ url: string; isNew: boolean }> {
  const client = new Client({ connectionString: superUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME])
    if (rowCount === 0) await client.query(`create database ${NAME}`)
    const url = new URL(superUrl)
    url.pathname = `/${NAME}`
    return { url: url.href, isNew: rowCount === 0 }
  } finally {
    await client.end()
  }
}

export async function requireReachable(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    await client.end()
  } catch (error) {
    throw new LaunchError(
      `The database in DATABASE_URL does not answer: ${error instanceof Error ? error.message : String(error)}`,
      'Mend the address, or start without DATABASE_URL to use the embedded database.',
    )
  }
}
