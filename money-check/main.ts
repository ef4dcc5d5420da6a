/** `npm run check:money -- --seed S --commands N [--families F --companions C]`: one JSON line; exit code 1 when anything was not true. Progress goes to stderr. */
import { parseArgs } from 'node:util'
import { walk } from './walk.ts'

const say = (words: string): void => void process.stderr.write(`${words}\n`)

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    commands: { type: 'string', default: '2000' },
    families: { type: 'string', default: '12' },
    companions: { type: 'string', default: '10' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
const commands = Number(values.commands)
const size = { families: Number(values.families), companions: Number(values.companions) }
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 1
if (!Number.isSafeInteger(seed) || ![commands, size.families, size.companions].every(isCount)) {
  say('usage: npm run check:money -- --seed 7 --commands 2000')
  process.exit(2)
}
say(`seed ${seed}, ${commands} commands`)
const result = await walk({ seed, commands, size, say })
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(result.faults.length > 0 ? 1 : 0))
