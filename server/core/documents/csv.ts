/** Tables for spreadsheets: UTF-8 with BOM (Excel reads Chinese), CRLF, and no cell that a spreadsheet would carry out. */
import { stringify } from 'csv-stringify/sync'

export type Cell = string | number

/** = + - @ and control characters at the beginning make a formula out of what a person typed; an amount stays a number. */
const guard = (cell: Cell): string => {
  const text = String(cell)
  const isNumber = typeof cell === 'number' || /^-?\d+(\.\d+)?$/.test(text)
  return !isNumber && /^[\s]*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
}

export const csvOf = (header: string[], rows: Cell[][]): string =>
  stringify(
    [header, ...rows].map((row) => row.map(guard)),
    { bom: true, record_delimiter: 'windows' },
  )
/** 26800 -> 268.00, a number for the spreadsheet */
export const csvYuan = (fen: number): string => (fen / 100).toFixed(2)
