/**
 * A random walk through everything that moves money, through the real doors, with a provider that misbehaves and a system
 * that dies between any two steps. What is chosen depends on the seed and on what the tables say; ids are new each time.
 */
import { randomUUID } from 'node:crypto'
import { castOf } from './cast.ts'
import { Chance } from './chance.ts'
import { allFaults, compareWithProvider, quickFaults, type Sums } from './invariants.ts'
import { newMoneyWorld, type MoneyWorld } from './money-world.ts'
import { COMMANDS } from './commands.ts'
import { settleAll } from './settle-all.ts'
import { Tally, type Outcome } from './tally.ts'
import type { Walk } from './walker.ts'

export interface WalkResult {
  seed: number
  commands: number
  seconds: number
  outcomes: Record<string, Outcome>
  crashes: number
  sums: Sums | Record<string, never>
  faults: string[]
}

const CRASH_SHARE = 1 / 90
const REPEATED_SHARE = 1 / 15
const FULL_CHECK_EVERY = 500

export async function walk(options: {
  seed: number
  commands: number
  size?: { families: number; companions: number }
  say?: (words: string) => void
  /** a last look at the world before it is gone */
  look?: (world: MoneyWorld) => Promise<void>
}): Promise<WalkResult> {
  const { seed, commands, say = () => {} } = options
  const world = await newMoneyWorld()
  try {
    const size = options.size ?? { families: 12, companions: 10 }
    const cast = await castOf(world, size)
    const chance = new Chance(seed)
    const tally = new Tally()
    const faults: string[] = []
    const touched = new Set<string>()
    const note = (where: string, found: string[]): void => {
      for (const fault of found) if (faults.length < 50) faults.push(`${where}: ${fault}`)
    }
    const it: Walk = {
      world,
      cast,
      chance,
      touched,
      send: async (command, who, path, body, method = 'POST') => {
        const sent = method === 'GET' ? {} : { body: { commandId: randomUUID(), ...body } }
        const knock = () =>
          world
            .call(method, path, { token: who.token, ...sent })
            .catch((error: unknown) => ({ status: 0, body: { code: String(error) } as Record<string, unknown> }))
        let answer = await knock()
        // a phone that did not hear the answer says it again
        if (chance.is(REPEATED_SHARE)) answer = await knock()
        const code = world.crash.isDead ? 'DIED' : answer.status < 300 && answer.status > 0 ? 'ok' : codeOf(answer)
        if (code === 'ok') tally.ok(command)
        else tally.refused(command, code)
        if (code === 'INTERNAL' || (code !== 'DIED' && answer.status === 0))
          note(`${command} (${tally.commands})`, [
            `${code} ${JSON.stringify(answer.body).slice(0, 300)} ${world.errors().at(-1) ?? ''}`,
          ])
        return { code, body: answer.body }
      },
    }
    const startedAt = performance.now()
    let nextFull = FULL_CHECK_EVERY
    while (tally.commands < commands && faults.length === 0) {
      const armed = chance.is(CRASH_SHARE)
      if (armed) world.crash.arm(chance.between(1, 14), chance.is(0.5))
      const [name, run] = chance.weighted(COMMANDS)
      const before = tally.commands
      touched.clear()
      await run(it).catch((error: unknown) => {
        if (!world.crash.isDead)
          note(`${name} (${tally.commands})`, [error instanceof Error ? (error.stack ?? error.message) : String(error)])
      })
      // what only moves time counts as well
      if (tally.commands === before && TIME.has(name)) tally.ok(name)
      if (armed && !world.crash.isDead) await world.drain().catch(() => {})
      await world.sandbox.control.idle()
      if (world.crash.isDead) {
        await world.restart()
        await world.drain()
      }
      world.crash.disarm()
      note(`${name} (${tally.commands})`, await quickFaults(world, [...touched]))
      if (tally.commands >= nextFull) {
        nextFull += FULL_CHECK_EVERY
        note(`${name} (${tally.commands})`, await allFaults(world))
        const seconds = (performance.now() - startedAt) / 1000
        say(
          `${tally.commands} commands, ${Math.round(tally.commands / seconds)}/s, ${world.restarts} crashes, ${world.clock.now().toISOString().slice(0, 16)}`,
        )
      }
    }
    let sums: WalkResult['sums'] = {}
    if (faults.length === 0) {
      say('coming to the end: everything settles, every day is reconciled')
      note('end', await settleAll(it))
      note('end', await allFaults(world))
      const end = await compareWithProvider(world)
      sums = end.sums
      note('end', end.faults)
    }
    await options.look?.(world)
    const seconds = Math.round((performance.now() - startedAt) / 10) / 100
    return { seed, commands: tally.commands, seconds, outcomes: tally.outcomes, crashes: world.restarts, sums, faults }
  } finally {
    await world.close()
  }
}
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }): string =>
  typeof body['code'] === 'string' ? body['code'] : String(status)
const TIME = new Set(['minutes-pass', 'hours-pass', 'days-pass', 'work'])
