/** Fills an empty database with people, calendars and visits that show the product. */
import type { Config } from '../config.ts'
import type { Log } from '../core/log.ts'
import { seedDirectory } from '../hospitals/index.ts'
import { readDemoFile, writeAuthenticator, writeDemoFile, type DemoFile } from './demo-files.ts'
import { families } from './families-data.ts'
import { writeGuides } from './guides.ts'
import { loadFamilies } from './load-families.ts'
import { loadRoster } from './load-roster.ts'
import { mark, standingOf } from './may-load.ts'
import { addOperators } from './operators.ts'
import { OutsideWorld } from './outside-world.ts'
import { demoRoster } from './roster-data.ts'
import { Stage } from './stage.ts'
import { comingVisits, pastVisits } from './stories.ts'
import { play } from './timeline.ts'

export interface DemoOptions {
  config: Config
  /** for the command that adds operators */
  env: NodeJS.ProcessEnv
  controlUrl: string
  demoFile: string
  authenticatorFolder: string
  log: Log
  /** the moment up to which the stories are told; the present, but for tests */
  now?: Date
  tell: (sentence: string) => void
}

export async function loadDemo(options: DemoOptions): Promise<'loaded' | 'was loaded' | 'foreign'> {
  const { config, tell } = options
  const stage = await Stage.open(config, new OutsideWorld(options.controlUrl), options.log)
  const { system } = stage.running
  try {
    const standing = await standingOf(system)
    if (standing.kind === 'foreign') return 'foreign'
    if (standing.kind === 'loaded') return 'was loaded'
    const now = options.now ?? standing.since
    const known = readDemoFile(options.demoFile)
    const file: DemoFile = {
      isDemo: true,
      isComplete: false,
      families: families.map(({ name, phone, note }) => ({ name, phone, note })),
      companions: featured(),
      operators: known?.operators ?? [],
    }
    const keep = (operators: DemoFile['operators']): void => {
      file.operators = operators
      writeDemoFile(options.demoFile, file)
      writeAuthenticator(options.authenticatorFolder, operators)
    }
    await mark(system, 'demo.started', now)
    await seedDirectory(system)
    const operators = await addOperators(options.env, file.operators, keep)
    const admin = operators.find(({ username }) => username === 'demo.admin')
    const finance = operators.find(({ username }) => username === 'demo.finance')
    if (!admin || !finance) throw new Error('the demo wants its operators')
    tell('operators')
    const companions = await loadRoster(stage, now)
    tell(`${companions.size} companions`)
    const households = await loadFamilies(stage, now)
    tell(`${households.size} families`)
    const cast = { stage, now, admin, finance, families: households, companions }
    await play(stage, [...pastVisits(cast), ...comingVisits(cast)], now)
    tell('visits')
    await stage.moveTo(new Date())
    await writeGuides(stage, admin)
    await stage.drain()
    await mark(system, 'demo.loaded', new Date())
    file.isComplete = true
    keep(file.operators)
    return 'loaded'
  } finally {
    await stage.close()
  }
}

const featured = (): DemoFile['companions'] =>
  demoRoster().flatMap(({ record, note }) => (note ? [{ name: record.name, phone: record.phone, note }] : []))
