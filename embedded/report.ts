import type { Outcome } from './run-command.ts'

/** Totals of one part of the test run. */
export type Totals = { passed: number; failed: number; skipped: number }

export const NONE: Totals = { passed: 0, failed: 0, skipped: 0 }

export function add(a: Totals, b: Totals): Totals {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

const isColoured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined
const paint = (code: number) => (text: string) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text)
export const green = paint(32)
export const red = paint(31)
export const yellow = paint(33)
export const dim = paint(2)
export const bold = paint(1)

export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} s` : `${Math.round(value)} s`
}

export function line(isOk: boolean, name: string, detail: string): void {
  console.log(`${isOk ? green('✓') : red('✗')} ${name.padEnd(22)} ${dim(detail)}`)
}

/** The end of a failed program's output, indented under its line. */
export function tail(outcome: Outcome, most = 60): void {
  const lines = outcome.output.trim().split('\n')
  if (lines.length > most) console.log(dim(`    … ${lines.length - most} lines before`))
  for (const text of lines.slice(-most)) console.log(`    ${text}`)
}

export function describe({ passed, failed, skipped }: Totals): string {
  const parts = [`${passed} passed`]
  if (failed > 0) parts.push(`${failed} failed`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  return parts.join(', ')
}
