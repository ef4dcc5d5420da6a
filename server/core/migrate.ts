/** Plain SQL migrations, one folder per module, once each, in one transaction per file, one migrator at a time. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

const LOCK = 7_201_101
/** the role the server signs in with; it owns nothing */
export const APP_ROLE = 'banyi_app'

export interface Migration {
  module: string
  file: string
  text: string
}

/** `folders`: module name -> its migrations folder, in the order of the map of modules. */
export function readMigrations(folders: [module: string, folder: string][]): Migration[] {
  return folders.flatMap(([module, folder]) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .toSorted()
      .map((file) => ({ module, file, text: readFileSync(path.join(folder, file), 'utf8') })),
  )
}

/** Applies what is missing and returns its names. Throws when an applied file was changed afterwards. */
export async function migrate(ownerUrl: string, migrations: Migration[], appPassword: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await ensureAppRole(client, appPassword)
    await client.query('create schema if not exists core')
    await client.query(
      'create table if not exists core.migrations (module text, file text, sha256 text not null, applied_at timestamptz not null default now(), primary key (module, file))',
    )
    const { rows } = await client.query<{ module: string; file: string; sha256: string }>(
      'select module, file, sha256 from core.migrations',
    )
    const applied = new Map(rows.map((row) => [`${row.module}/${row.file}`, row.sha256]))
    const done: string[] = []
    for (const { module, file, text } of migrations) {
      const name = `${module}/${file}`
      const sha256 = createHash('sha256').update(text).digest('hex')
      const known = applied.get(name)
      if (known === sha256) continue
      if (known) throw new Error(`migration ${name} was changed after it was applied: write a new one instead`)
      await client.query('begin')
      try {
        await client.query(text)
        await client.query('insert into core.migrations (module, file, sha256) values ($1, $2, $3)', [
          module,
          file,
          sha256,
        ])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error })
      }
      done.push(name)
    }
    return done
  } finally {
    await client.end()
  }
}

async function ensureAppRole(client: pg.Client, password: string): Promise<void> {
  await client.query(
    `do $$ begin create role ${APP_ROLE} login noinherit; exception when duplicate_object then null; end $$`,
  )
  await client.query(`alter role ${APP_ROLE} login noinherit password ${pg.escapeLiteral(password)}`)
}
