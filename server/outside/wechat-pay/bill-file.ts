/**
 * A bill as a file: CSV by header name, every value behind a backtick, amounts in yuan, then a summary. Rows are read one
 * by one from the bytes, so that 100,000 of them do not lie in memory at once. Pure.
 */
import { OutsideUnavailable } from '../outside-error.ts'
import { PARTY } from './client.ts'

const NEWLINE = 0x0a

const unreadable = (why: string): OutsideUnavailable => new OutsideUnavailable(PARTY, `bill: ${why}`)

/** 268.00 -> 26800, without floating point. Throws for anything that is no amount. */
export function fenOf(yuan: string): number {
  const match = /^(-?)(\d{1,11})(?:\.(\d{1,2})0*)?$/.exec(yuan)
  if (!match) throw unreadable('not an amount')
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return match[1] && fen ? -fen : fen
}

/** The fee of a trade line has five digits and may be no whole fen; what was really taken stands in the fund flow. */
export function nearFenOf(yuan: string): number {
  if (!/^-?\d{1,11}(\.\d{1,5})?$/.test(yuan)) throw unreadable('not a fee')
  return Math.round(Number(yuan) * 100) || 0
}

/** 2026-11-23 15:30:00 on the clocks of Shanghai */
export function timeOf(text: string): Date {
  const at = new Date(`${text.replace(' ', 'T')}+08:00`)
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) || Number.isNaN(at.getTime())) throw unreadable('not a time')
  return at
}

/** Values may hold commas (product names) but each begins with a backtick; the header does not. */
const valuesOf = (line: string): string[] =>
  line
    .replace(/^`/, '')
    .split(',`')
    .map((value) => value.trim())

/** from, to: bytes of each line that is not empty */
function* linesOf(file: Buffer): Generator<string> {
  for (let from = 0; from < file.length;) {
    const newline = file.indexOf(NEWLINE, from)
    const to = newline < 0 ? file.length : newline
    const line = file.toString('utf8', from, to).replace(/\r$/, '')
    if (line !== '') yield line
    from = to + 1
  }
}

export interface BillFile {
  /** position of a column; throws when the bill has none */
  column: (name: string) => number
  /** the detail rows: their number, beginning with 1, and their values */
  rows: () => Generator<[lineNumber: number, values: string[]]>
}

/** `summary`: the first name of the summary's header. Its count of rows is compared before the first row is handed out. */
export function openBillFile(file: Buffer, summary: string): BillFile {
  // half-width brackets in one generation of bills, full-width in another
  const plain = (name: string): string => name.trim().replaceAll('（', '(').replaceAll('）', ')')
  const header = linesOf(file).next()
  const names = header.done
    ? []
    : header.value
        .replace(/^\uFEFF/, '')
        .split(',')
        .map(plain)
  const end = file.lastIndexOf(`\n${summary}`)
  if (end < 0) throw unreadable('no summary')
  const details = file.subarray(0, end)
  const [, totals] = linesOf(file.subarray(end + 1))
  let count = -1
  for (const line of linesOf(details)) if (line) count++
  if (Number(valuesOf(totals ?? '')[0]) !== count) throw unreadable('the summary counts other rows')
  return {
    column: (name) => {
      const at = names.indexOf(name)
      if (at < 0) throw unreadable(`no column ${name}`)
      return at
    },
    rows: function* () {
      let number = 0
      for (const line of linesOf(details)) {
        if (number > 0) yield [number, valuesOf(line)]
        number++
      }
    },
  }
}
