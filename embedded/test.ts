/**
 * `npm test`: everything, from static checks to journeys in a browser, on a machine that has nothing but this checkout.
 * `npm test -- server check` runs only these parts. The last line has the true totals of all runners together.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { BUILDS, build, isCurrent } from './builds.ts'
import { runChecks } from './checks.ts'
import { ROOT, RUN_LOGS, inData, inRoot } from './paths.ts'
import { startTestPostgres } from './postgres.ts'
import { isAlive } from './process-info.ts'
import { killAllRunning } from './run-command.ts'
import { bold, red, resultLine, seconds, showTail } from './terminal.ts'
import { type Totals, NONE, add, describe } from './totals.ts'
import { hasTests, runVitest } from './vitest-part.ts'

/** Parts in the order in which a mistake shows soonest; the limit in seconds ends a part that hangs. */
const SUITES = { contract: 120, embedded: 300, sandbox: 300, server: 900, miniapp: 300, console: 300, e2e: 1200 }
type Suite = keyof typeof SUITES
const PARTS = ['check', 'contract', 'embedded', 'sandbox', 'server', 'miniapp', 'console', 'build', 'e2e'] as const
type Part = (typeof PARTS)[number]

const USES_DATABASE: Part[] = ['server', 'sandbox', 'e2e']

/** Programs must not depend on the caller's home, which may be missing or read-only. */
function ownEnv(): NodeJS.ProcessEnv {
  forgetOldRuns()
  const home = join(RUN_LOGS, 'home')
  mkdirSync(home, { recursive: true })
  return { HOME: home, PATH: [inRoot('node_modules/.bin'), process.env['PATH']].join(delimiter), TZ: 'Asia/Shanghai' }
}

function forgetOldRuns(): void {
  const runs = inData('test')
  for (const name of existsSync(runs) ? readdirSync(runs) : [])
    if (!isAlive(Number(name))) rmSync(join(runs, name), { recursive: true, force: true })
}

async function runSuite(suite: Suite): Promise<Totals> {
  if (!hasTests(suite)) {
    resultLine(true, suite, 'no tests yet')
    return NONE
  }
  const { totals, failures, outcome } = await runVitest(suite, {}, SUITES[suite])
  resultLine(totals.failed === 0, suite, `${describe(totals)} · ${seconds(outcome.seconds)}`)
  for (const { where, why } of failures) console.log(`    ${red(where)}\n      ${why.replaceAll('\n', '\n      ')}`)
  return totals
}

async function runStaticChecks(): Promise<Totals> {
  const results = await runChecks(({ name, outcome }) => {
    resultLine(outcome.isOk, name, seconds(outcome.seconds))
    if (!outcome.isOk) showTail(outcome)
  })
  const passed = results.filter(({ outcome }) => outcome.isOk).length
  return { passed, failed: results.length - passed, skipped: 0 }
}

async function runBuilds(targets = BUILDS): Promise<Totals> {
  let totals = NONE
  for (const target of targets) {
    const outcome = await build(target)
    resultLine(outcome.isOk, `build ${target.name}`, seconds(outcome.seconds))
    if (!outcome.isOk) showTail(outcome)
    totals = add(totals, { passed: outcome.isOk ? 1 : 0, failed: outcome.isOk ? 0 : 1, skipped: 0 })
  }
  return totals
}

async function runPart(part: Part): Promise<Totals> {
  // Journeys walk through the built pages, so these have to be the present ones also when only e2e was asked for.
  if (part === 'e2e' && !parts.includes('build') && hasTests('e2e')) {
    const builds = await runBuilds(BUILDS.filter((target) => !isCurrent(target)))
    return builds.failed > 0 ? builds : add(builds, await runSuite(part))
  }
  if (part === 'check') return runStaticChecks()
  if (part === 'build') return runBuilds()
  return runSuite(part)
}

function chosenParts(): Part[] {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !PARTS.some((part) => part === name))
  if (unknown.length > 0) {
    console.log(`There is no part "${unknown.join(', ')}". Parts: ${PARTS.join(' ')}`)
    process.exit(2)
  }
  return PARTS.filter((part) => wanted.length === 0 || wanted.includes(part))
}

const parts = chosenParts()
Object.assign(process.env, ownEnv())
const database = parts.some((part) => USES_DATABASE.includes(part)) ? await startTestPostgres() : undefined
if (database) process.env['TEST_DATABASE_URL'] = database.url
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (isStopping) return
    isStopping = true
    killAllRunning()
    void Promise.resolve(database?.stop()).finally(() => process.exit(130))
  })

const start = Date.now()
let totals = NONE
try {
  for (const part of parts) {
    totals = add(totals, await runPart(part))
    if (isStopping) break
  }
} finally {
  await database?.stop()
}
if (isStopping) totals = add(totals, { passed: 0, failed: 1, skipped: 0 })
if (totals.skipped > 0) console.log(`\n${totals.skipped} skipped, counted neither as passed nor as failed`)
console.log(
  `\n${bold(parts.join(', '))} in ${seconds((Date.now() - start) / 1000)}; logs in ${relative(ROOT, RUN_LOGS)}`,
)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
console.log(`${totals.passed} passed, ${totals.failed} failed`)
