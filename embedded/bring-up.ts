import { existsSync } from 'node:fs'
import { ensureKeys } from '../sandbox/keys.ts'
import { portsFrom } from '../sandbox/server-env.ts'
import { BUILDS, build, isCurrent, requireWritable } from './builds.ts'
import { sandboxEnv, serverProgramEnv } from './child-env.ts'
import { ensureDatabase, givenDatabase, launchDatabase, requireReachable } from './database.ts'
import { LaunchError } from './launch-error.ts'
import { launchNode, runToEnd } from './node-program.ts'
import { handOver, requireOwnFiles } from './ownership.ts'
import { inData, inRoot } from './paths.ts'
import { type Ports, readPorts, requireFree } from './ports.ts'
import type { Postgres } from './postgres.ts'
import { endLeftovers, livingRun, noteRun } from './run-files.ts'
import { ensureSecrets } from './secrets.ts'
import { type Service, keepRunning } from './service.ts'
import { readDemo } from './summary.ts'
import { during, say } from './terminal.ts'

export type Steering = {
  /** What runs so far, in the order of starting; stopped from the end. */
  services: Service[]
  /** Throws when a stop was asked for meanwhile. */
  goOn: () => void
  onGiveUp: (error: LaunchError) => void
}

/** From nothing to a running product, one step after the other. */
export async function bringUp({ services, goOn, onGiveUp }: Steering): Promise<Ports> {
  requireOwnFiles()
  handOver()
  requireSingle()
  for (const name of await endLeftovers()) say(`The ${name} of an earlier start still ran; it was stopped.`)
  noteRun('start', process.pid)
  const offsets = Object.values(portsFrom(0))
  const ports = readPorts(offsets)
  await requireFree(ports)
  await buildPages(goOn)

  const secrets = ensureSecrets()
  const keys = await ensureKeys(inData('sandbox'))
  const { service: database, ownerUrl, isNew } = await openDatabase(onGiveUp)
  if (database) services.push(database)
  goOn()

  const sandboxPorts = portsFrom(ports.sandboxBase)
  const env = serverProgramEnv({ ports, sandboxPorts, keys, secrets, ownerUrl })
  const start = (name: string, script: string, programEnv: NodeJS.ProcessEnv, stopSeconds: number) =>
    during(`starting the ${name}`, () =>
      keepRunning(
        name,
        async () => {
          await database?.ready()
          return launchNode({ name, script: inRoot(script), env: programEnv, stopSeconds })
        },
        onGiveUp,
      ),
    )
  services.push(await start('sandbox', 'sandbox/main.ts', sandboxEnv(ports), 8))
  goOn()

  await during('bringing the database up to date', () =>
    runToEnd({ name: 'migrations', script: inRoot('server/main.ts'), args: ['--migrate'], env }),
  )
  goOn()
  const demo = inRoot('server/demo/main.ts')
  if (existsSync(demo) && (isNew || !readDemo().isComplete))
    await during('loading the demo data', () => runToEnd({ name: 'demo-data', script: demo, env }))
  goOn()

  services.push(await start('server', 'server/main.ts', env, 20))
  handOver()
  return ports
}

function requireSingle(): void {
  const pid = livingRun('start')
  if (pid === undefined || pid === process.pid) return
  throw new LaunchError(
    `Banyi already runs from this folder (process ${pid}).`,
    `Stop it with Ctrl-C in its terminal, or from here with: kill ${pid}`,
  )
}

async function buildPages(goOn: () => void): Promise<void> {
  for (const target of BUILDS.filter(({ name }) => name !== 'weapp')) {
    if (isCurrent(target)) continue
    requireWritable(target)
    const outcome = await during(`building ${target.title} (only after changes)`, async () => {
      const done = await build(target)
      goOn()
      if (done.isOk) return done
      const said = done.output.trim().split('\n').slice(-40).join('\n  ')
      throw new LaunchError(
        `${target.title} could not be built:\n  ${said}`,
        `The whole output is in .data/logs/build-${target.name}.log.`,
      )
    })
    if (!outcome.isOk) return
  }
}

type OpenDatabase = { service: Service | undefined; ownerUrl: string; isNew: boolean }

async function openDatabase(onGiveUp: Steering['onGiveUp']): Promise<OpenDatabase> {
  const given = givenDatabase()
  if (given !== undefined) {
    await during('looking for the database in DATABASE_URL', () => requireReachable(given))
    return { service: undefined, ownerUrl: given, isNew: false }
  }
  return during('starting the database', async () => {
    let current: Postgres | undefined
    // The programs know its port by now: a new start has to get the same one.
    const launch = () => launchDatabase((postgres) => (current = postgres), current?.port)
    const service = await keepRunning('database', launch, onGiveUp)
    const { url, isNew } = await ensureDatabase(current?.superUrl ?? '')
    return { service, ownerUrl: url, isNew }
  })
}
