/**
 * The server. `node server/main.ts [--modules=orders,payments] [--roles=http,jobs,realtime]` serves,
 * `node server/main.ts --migrate` brings the database up to date (MIGRATE_DATABASE_URL) and ends.
 */
import { pino } from 'pino'
import { compose, ROLES, type ProcessRole } from './compose.ts'
import { readConfig, type Config } from './config.ts'
import { systemClock } from './core/clock.ts'
import { migrateAll, seedAll } from './migrations.ts'
import { modules } from './modules.ts'

const listOf = (name: string): string[] | null =>
  process.argv
    .find((arg) => arg.startsWith(`--${name}=`))
    ?.split('=')[1]
    ?.split(',') ?? null

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(78)
}

function readOrRefuse(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    refuse((error as Error).message)
  }
}

async function migrateAndEnd(config: Config): Promise<void> {
  if (!config.MIGRATE_DATABASE_URL)
    refuse('--migrate needs MIGRATE_DATABASE_URL: a role that may create roles and schemas')
  const password = decodeURIComponent(new URL(config.DATABASE_URL).password)
  const done = await migrateAll(config.MIGRATE_DATABASE_URL, modules, password)
  await seedAll(config.DATABASE_URL, modules)
  process.stdout.write(done.length > 0 ? `applied ${done.join(', ')}\n` : 'the database is up to date\n')
}

async function serve(config: Config): Promise<void> {
  const names = listOf('modules')
  const unknown = names?.find((name) => !modules.some((module) => module.name === name))
  if (unknown) refuse(`--modules: there is no module "${unknown}"`)
  const roles = (listOf('roles') ?? [...ROLES]) as ProcessRole[]
  const unknownRole = roles.find((role) => !ROLES.includes(role))
  if (unknownRole) refuse(`--roles: there is no role "${unknownRole}" (${ROLES.join(', ')})`)
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null })
  const chosen = names ? modules.filter((module) => names.includes(module.name)) : modules
  const running = await compose({ config, clock: systemClock, log, all: modules, chosen, roles })
  const address = await running.app.listen({ host: config.HOST, port: config.PORT })
  if (roles.includes('jobs')) await running.worker.start()
  log.info({ address, modules: chosen.map((module) => module.name), roles }, 'ready')
  process.send?.({ ready: true, address })

  let isStopping = false
  const stop = (why: string): void => {
    if (isStopping) return
    isStopping = true
    log.info({ why }, 'stopping')
    // what hangs longer than this is cut off; its transaction is undone by the database, its task is taken over
    setTimeout(() => process.exit(1), 15_000).unref()
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: String(error) }, 'did not stop cleanly')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => stop('SIGTERM'))
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('disconnect', () => stop('parent is gone'))
}

const config = readOrRefuse()
await (process.argv.includes('--migrate') ? migrateAndEnd(config) : serve(config)).catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  refuse(
    code === 'EADDRINUSE'
      ? `Port ${config.PORT} is in use: stop the program that has it or set PORT`
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error),
  )
})
