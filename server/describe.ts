/** Writes contract/openapi.json, the description of every action route. `npm run gen`; `--check` compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { modules } from './modules.ts'
import type { System } from './system.ts'

const file = new URL('../contract/openapi.json', import.meta.url)
// describing asks nothing of the system: no request is handled
const app = await buildApp({ config: {} as Config } as System, modules, null)
await app.ready()
const text = `${JSON.stringify(app.swagger(), null, 1)}\n`
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('contract/openapi.json is out of date: run npm run gen\n')
  process.exitCode = 1
}
await app.close()
