/** RFC 4180, as spreadsheets really write it: BOM, CRLF / LF / CR, quotes, line breaks inside quotes. */
export interface CsvRecord {
  /** of the file, 1-based, where the record begins */
  line: number
  cells: string[]
  fault?: string
}

/** Every record that is not empty. A broken record carries its fault; reading goes on at the next line where that makes sense. */
export function readCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = []
  const end = text.length
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  while (at < end) {
    const record: CsvRecord = { line, cells: [] }
    for (;;) {
      const cell = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at)
      record.cells.push(cell.value)
      if (cell.fault) record.fault ??= cell.fault
      line += cell.lineBreaks
      at = cell.next
      if (text[at] !== ',') break
      at++
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 2
    else at++
    line++
    if (record.fault || record.cells.some((cell) => cell.trim() !== '')) records.push(record)
  }
  return records
}

interface Cell {
  value: string
  next: number
  lineBreaks: number
  fault?: string
}

function readPlain(text: string, start: number): Cell {
  let at = start
  while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at++
  return { value: text.slice(start, at), next: at, lineBreaks: 0 }
}

function readQuoted(text: string, start: number): Cell {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote === -1)
      return { value: value + text.slice(from), next: text.length, lineBreaks: 0, fault: '引号没有配对' }
    value += text.slice(from, quote)
    from = quote + 1
    if (text[from] !== '"') break
    value += '"'
    from++
  }
  const lineBreaks = value.match(/\r\n|\r|\n/g)?.length ?? 0
  const rest = readPlain(text, from)
  if (rest.value.trim() !== '')
    return { value: value + rest.value, next: rest.next, lineBreaks, fault: '引号后面还有文字' }
  return { value, next: rest.next, lineBreaks }
}

/** Spreadsheets in China still save GB18030; a file that is not valid UTF-8 is read as that. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
