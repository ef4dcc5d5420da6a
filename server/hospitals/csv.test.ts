import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText, readCsv } from './csv.ts'

const cellsOf = (text: string): string[][] => readCsv(text).map((record) => record.cells)

describe('csv', () => {
  it('reads BOM, all line ends, quotes, empty cells, and leaves out empty lines', () => {
    expect(cellsOf('\uFEFFa,b\r\n"1,5","say ""hi"""\n\n,\r,x')).toEqual([
      ['a', 'b'],
      ['1,5', 'say "hi"'],
      ['', 'x'],
    ])
  })
  it('numbers the lines of the file, also after a line break inside quotes', () => {
    expect(readCsv('h\n"two\r\nlines"\nx').map((record) => record.line)).toEqual([1, 2, 4])
  })
  it('names an unclosed quote and text behind a quote', () => {
    expect(readCsv('a\n"b')[1]?.fault).toBe('引号没有配对')
    expect(readCsv('a\n"b"c,d')[1]).toEqual({ line: 2, cells: ['bc', 'd'], fault: '引号后面还有文字' })
  })
  it('gives back whatever was written', () => {
    const cell = string({ unit: 'grapheme' }).filter((text) => text.trim() !== '')
    const rows = array(array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 })
    assert(
      property(rows, constantFrom('\n', '\r\n', '\r'), (written, lineEnd) => {
        const text = written
          .map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
          .join(lineEnd)
        expect(cellsOf(text)).toEqual(written)
      }),
    )
  })
  it('reads UTF-8, UTF-16 and GB18030', () => {
    expect(decodeText(Buffer.from('瑞金医院'))).toBe('瑞金医院')
    expect(decodeText(Buffer.from('\uFEFF瑞金医院', 'utf16le'))).toBe('瑞金医院')
    expect(decodeText(Buffer.from([0xc8, 0xf0, 0xbd, 0xf0, 0xd2, 0xbd, 0xd4, 0xba]))).toBe('瑞金医院')
  })
})
