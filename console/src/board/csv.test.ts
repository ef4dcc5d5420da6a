import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvCell, toCsv } from './csv.ts'

it('a cell that a spreadsheet would run is made plain text', () => {
  for (const bad of ['=1+1', '+1', '-1+cmd', '@SUM(A1)', '\t=1', ' =1', '＝1', '\r=1', '=HYPERLINK("http://x")']) {
    expect(csvCell(bad).replace(/^"/, '')).toMatch(/^'/)
  }
})

it('numbers, also negative ones, stay numbers', () => {
  expect(csvCell('-30.00')).toBe('-30.00')
  expect(csvCell('268.00')).toBe('268.00')
})

it('quotes, commas and line breaks stay inside their cell', () => {
  expect(csvCell('他说"好",\n走')).toBe('"他说""好"",\n走"')
})

it('whatever was written can be read again, with nothing that runs', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      (rows) => {
        const read = parse(toCsv(rows))
        expect(read.map((row) => row.length)).toEqual(rows.map((row) => row.length))
        for (const [i, row] of read.entries()) {
          for (const [j, cell] of row.entries()) {
            expect([rows[i]?.[j], `'${rows[i]?.[j]}`]).toContain(cell)
            if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[\s\0]*[=+\-@]/)
          }
        }
      },
    ),
  )
})

/** a reader by RFC 4180, written apart from the writer */
function parse(text: string): string[][] {
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const body = text.replace(/^\uFEFF/, '').replace(/\r\n$/, '')
  for (let i = 0; i < body.length; i++) {
    const c = body[i]
    if (quoted) {
      if (c === '"' && body[i + 1] === '"') cell += body[i++]
      else if (c === '"') quoted = false
      else cell += c
    } else if (c === '"') quoted = true
    else if (c === ',') {
      rows.at(-1)?.push(cell)
      cell = ''
    } else if (c === '\r' && body[i + 1] === '\n') {
      i++
      rows.at(-1)?.push(cell)
      rows.push([])
      cell = ''
    } else cell += c
  }
  rows.at(-1)?.push(cell)
  return rows
}
