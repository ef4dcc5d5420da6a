import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { RUN_LOGS, inRoot } from './paths.ts'
import { type Outcome, runNode } from './run-command.ts'
import type { Totals } from './totals.ts'

/** What vitest's JSON reporter writes, as far as it is read here. */
export type Report = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

export type Failure = { where: string; why: string }
export type PartResult = { totals: Totals; failures: Failure[]; outcome: Outcome }

export function hasTests(folder: string): boolean {
  return globSync('**/*.test.{ts,tsx}', { cwd: inRoot(folder), exclude: ['**/node_modules/**'] }).length > 0
}

/** Runs the tests of one folder. A file that cannot be loaded, or a run that breaks off, counts as a failure too. */
export async function runVitest(folder: string, env: NodeJS.ProcessEnv, limitSeconds: number): Promise<PartResult> {
  const file = join(RUN_LOGS, `${folder}.json`)
  mkdirSync(RUN_LOGS, { recursive: true })
  const args = ['run', '--root', inRoot(folder), '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const logFile = join(RUN_LOGS, `${folder}.log`)
  const outcome = await runNode([inRoot('node_modules/vitest/vitest.mjs'), ...args], {
    cwd: inRoot(folder),
    env: { ...env, CI: '1', NO_COLOR: '1' },
    logFile,
    limitSeconds,
  })
  return { ...count(readReport(file), outcome), outcome }
}

function readReport(file: string): Report | undefined {
  if (!existsSync(file)) return undefined
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

export function count(report: Report | undefined, outcome: Outcome): { totals: Totals; failures: Failure[] } {
  const failures: Failure[] = []
  for (const file of report?.testResults ?? []) {
    const where = relative(inRoot(), file.name)
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    for (const test of failed)
      failures.push({ where: `${where} > ${test.fullName}`, why: firstLines(test.failureMessages.join('\n')) })
    if (failed.length === 0 && file.status === 'failed') failures.push({ where, why: firstLines(file.message) })
  }
  const passed = report?.numPassedTests ?? 0
  const isEmpty = passed === 0 && failures.length === 0
  if ((!outcome.isOk || isEmpty) && failures.length === 0)
    failures.push({
      where: 'the run as a whole',
      why: firstLines(outcome.output.trim().split('\n').slice(-25).join('\n'), 25) || 'no test ran',
    })
  const skipped = report === undefined ? 0 : report.numPendingTests + report.numTodoTests
  return { totals: { passed, failed: failures.length, skipped }, failures }
}

/** The message and the places in our own code. */
function firstLines(text: string, most = 8): string {
  const lines = text.split('\n').filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
  return lines.slice(0, most).join('\n')
}
