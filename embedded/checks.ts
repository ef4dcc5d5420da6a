import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RUN_LOGS, inRoot } from './paths.ts'
import { type Outcome, runNode } from './run-command.ts'

/** Folders with code. A folder that does not exist yet is left out. */
const FOLDERS = [
  'contract',
  'server',
  'sandbox',
  'miniapp',
  'console',
  'e2e',
  'embedded',
  'bench',
  'money-check',
  'planner',
  'triage',
]

/** `args` begin with the script, or with options of Node before it. */
type Check = { name: string; args: string[] }

function list(): Check[] {
  const folders = FOLDERS.filter((folder) => existsSync(inRoot(folder)))
  const bin = (path: string) => inRoot('node_modules', path)
  const types = folders
    .filter((folder) => existsSync(inRoot(folder, 'tsconfig.json')))
    .map((folder) => ({ name: `types ${folder}`, args: [bin('typescript/bin/tsc'), '--noEmit', '-p', inRoot(folder)] }))
  const cruiser = [
    '--import',
    inRoot('embedded/typescript-api.ts'),
    bin('dependency-cruiser/bin/dependency-cruise.mjs'),
  ]
  return [
    ...types,
    { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--deny-warnings'] },
    { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'] },
    { name: 'imports', args: [...cruiser, ...folders] },
    { name: 'unused', args: [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'] },
    { name: 'generated', args: [inRoot('contract/generate.ts'), '--check'] },
    { name: 'api description', args: [inRoot('server/describe.ts'), '--check'] },
  ]
}

export type CheckResult = { name: string; outcome: Outcome }

/** Runs all static checks, two at a time. */
export async function runChecks(onResult: (result: CheckResult) => void): Promise<CheckResult[]> {
  const waiting = list()
  const results: CheckResult[] = []
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const logFile = join(RUN_LOGS, `${check.name.replaceAll(' ', '-')}.log`)
      const outcome = await runNode(check.args, { env: { NO_COLOR: '1' }, logFile, limitSeconds: 300 })
      const result = { name: check.name, outcome }
      results.push(result)
      onResult(result)
    }
  }
  await Promise.all([worker(), worker()])
  return results
}
