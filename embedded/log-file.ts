import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LOGS } from './paths.ts'

const MOST_BYTES = 5 * 1024 * 1024

export type LogFile = { write(text: string): void }

/** A log that goes on where it stopped; a large one is set aside first (one older piece is kept). */
export function openLog(name: string): LogFile {
  mkdirSync(LOGS, { recursive: true })
  const file = join(LOGS, `${name}.log`)
  if (existsSync(file) && statSync(file).size > MOST_BYTES) renameSync(file, `${file}.1`)
  return { write: (text) => appendFileSync(file, text) }
}

const START_MARK = '--- started '

export function markStart(log: LogFile): void {
  log.write(`${START_MARK}${new Date().toISOString()}\n`)
}

/** The last lines since the last start, to show why something failed; indented for the terminal. */
export function lastWords(name: string, most: number): string {
  const file = join(LOGS, `${name}.log`)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-most) : []
  const said = lines.slice(lines.findLastIndex((line) => line.startsWith(START_MARK)) + 1)
  return said.map((line) => `\n  ${worthShowing(line, true) ?? line}`).join('')
}

/** The readable part of a line that a person in front of the terminal should see; undefined for all the rest. */
export function worthShowing(line: string, isError: boolean): string | undefined {
  if (line.startsWith('{')) {
    try {
      const entry = JSON.parse(line) as { level?: number; msg?: string; error?: string; err?: { message?: string } }
      if ((entry.level ?? 0) < 40) return undefined
      const why = entry.err?.message ?? entry.error
      return [entry.msg, why].filter((part) => part !== undefined && part !== '').join(': ')
    } catch {
      // no JSON after all
    }
  }
  return isError && line.trim() !== '' ? line : undefined
}
