import type { Outcome } from './run-command.ts'

const isTerminal = process.stdout.isTTY
const isColoured = isTerminal && process.env['NO_COLOR'] === undefined
const paint = (code: number) => (text: string) => (isColoured ? `\u001b[${code}m${text}\u001b[0m` : text)
export const green = paint(32)
export const red = paint(31)
export const yellow = paint(33)
export const dim = paint(2)
export const bold = paint(1)

const CLEAR_LINE = '\r\u001b[K'
let live: { text: string; start: number } | undefined

/** One line on the terminal; a live line stays below it. */
export function say(text: string): void {
  console.log(`${live && isTerminal ? CLEAR_LINE : ''}${text}`)
  drawLive()
}

/** Shows what is being waited for, with the seconds so far; without a terminal just its beginning and its end. */
export async function during<T>(text: string, work: () => Promise<T>): Promise<T> {
  if (!isTerminal) say(`… ${text}`)
  live = { text, start: Date.now() }
  drawLive()
  const timer = setInterval(drawLive, 1000)
  const { start } = live
  let mark = red('✗')
  try {
    const result = await work()
    mark = green('✓')
    return result
  } finally {
    clearInterval(timer)
    live = undefined
    console.log(`${isTerminal ? CLEAR_LINE : ''}${mark} ${text} ${dim(seconds((Date.now() - start) / 1000))}`)
  }
}

function drawLive(): void {
  if (!live || !isTerminal) return
  process.stdout.write(`${CLEAR_LINE}… ${live.text} ${dim(`${Math.floor((Date.now() - live.start) / 1000)} s`)}`)
}

export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(1)} s` : `${Math.round(value)} s`
}

/** One line of a list of results. */
export function resultLine(isOk: boolean, name: string, detail: string): void {
  say(`${isOk ? green('✓') : red('✗')} ${name.padEnd(22)} ${dim(detail)}`)
}

/** The end of a failed program's output, indented under its line. */
export function showTail(outcome: Outcome, most = 60): void {
  const lines = outcome.output.trim().split('\n')
  if (lines.length > most) say(dim(`    … ${lines.length - most} lines before`))
  for (const text of lines.slice(-most)) say(`    ${text}`)
}
