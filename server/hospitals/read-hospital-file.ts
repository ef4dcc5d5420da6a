/** CSV text -> rows that may be stored, and every fault with its line and field. Looks at nothing but the text. */
import type { ImportReport } from '@banyi/contract/hospitals'
import { toGcj02 } from './coordinates.ts'
import { readCsv } from './csv.ts'
import { columnOf, type Column, type HospitalFields } from './hospital-columns.ts'

export type BadRow = ImportReport['bad'][number]
/** what the file says; a column that the file does not have is absent and keeps its stored value */
export type HospitalRow = Partial<HospitalFields> & { name: string; line: number }
export interface HospitalFile {
  rowCount: number
  rows: HospitalRow[]
  bad: BadRow[]
}

const MAX_LENGTH = {
  name: 100,
  province: 20,
  city: 20,
  district: 20,
  address: 200,
  phone: 60,
  level: 20,
  category: 40,
} as const
type TextColumn = keyof typeof MAX_LENGTH
const LABELS: Record<TextColumn, string> = {
  name: '名称',
  province: '省份',
  city: '城市',
  district: '区',
  address: '地址',
  phone: '电话',
  level: '等级',
  category: '类别',
}

export function readHospitalFile(text: string): HospitalFile {
  const [header, ...records] = readCsv(text)
  const bad: BadRow[] = []
  if (!header) return { rowCount: 0, rows: [], bad: [{ line: 1, field: '表头', message: '文件是空的' }] }
  const columns = header.cells.map((cell) => columnOf(cell))
  header.cells.forEach((cell, i) => {
    if (!columns[i])
      bad.push({ line: header.line, field: cell.slice(0, 40) || '表头', message: '不认识的列，改名或删除后再导入' })
    else if (columns[i] !== 'ignored' && columns.indexOf(columns[i]) !== i)
      bad.push({ line: header.line, field: cell.slice(0, 40), message: '这一列出现了两次' })
  })
  for (const needed of ['name', 'district'] as const)
    if (!columns.includes(needed))
      bad.push({ line: header.line, field: LABELS[needed], message: `缺少“${LABELS[needed]}”列` })
  if (!columns.includes('name') || !columns.includes('district')) return { rowCount: records.length, rows: [], bad }

  const rows: HospitalRow[] = []
  const seen = new Map<string, number>()
  for (const record of records) {
    const faults: BadRow[] = []
    const fault = (field: string, message: string): void => void faults.push({ line: record.line, field, message })
    if (record.fault) fault('整行', record.fault)
    else if (record.cells.length !== columns.length)
      fault('整行', `有 ${record.cells.length} 列，表头有 ${columns.length} 列`)
    else {
      const row = readRow(record.cells, columns, record.line, fault)
      const key = row.id ?? `${row.city ?? ''}/${row.name}`
      const first = seen.get(key)
      if (first !== undefined) fault(row.id ? '编号' : '名称', `与第 ${first} 行重复`)
      else seen.set(key, record.line)
      if (faults.length === 0) rows.push(row)
    }
    bad.push(...faults)
  }
  return { rowCount: records.length, rows, bad }
}

function readRow(
  cells: string[],
  columns: (Column | undefined)[],
  line: number,
  fault: (field: string, message: string) => void,
): HospitalRow {
  const cell = (column: Column): string | undefined => {
    const i = columns.indexOf(column)
    return i === -1 ? undefined : (cells[i] ?? '').normalize('NFC').trim()
  }
  const row: HospitalRow = { line, name: '' }
  for (const column of Object.keys(MAX_LENGTH) as TextColumn[]) {
    const value = cell(column)
    if (value === undefined) continue
    row[column] = value
    if (/[\u0000-\u001f\u007f\uFFFD]/.test(value) || !value.isWellFormed())
      fault(LABELS[column], '含有不能使用的字符，请检查文件编码')
    else if (Array.from(value).length > MAX_LENGTH[column]) fault(LABELS[column], `不能超过 ${MAX_LENGTH[column]} 个字`)
    else if (value === '' && (column === 'name' || column === 'district')) fault(LABELS[column], '不能为空')
  }
  const id = cell('id')
  if (id) row.id = id
  if (id !== undefined && !/^[A-Za-z0-9-]{1,40}$/.test(id))
    fault('编号', id === '' ? '不能为空' : '只能是字母、数字和短横线，不超过 40 位')
  const adcode = cell('adcode')
  if (adcode !== undefined) row.adcode = adcode
  if (adcode && !/^\d{6}$/.test(adcode)) fault('行政区划代码', '应为 6 位数字')
  const aliases = cell('aliases')
  if (aliases !== undefined) {
    row.aliases = [...new Set(aliases.split(/[;；|、]/).map((alias) => alias.trim()))].filter(
      (alias) => alias !== '' && alias !== row.name,
    )
    if (row.aliases.length > 20) fault('别名', '最多 20 个')
    if (/[\u0000-\u001f\u007f\uFFFD]/.test(aliases) || !aliases.isWellFormed())
      fault('别名', '含有不能使用的字符，请检查文件编码')
    if (row.aliases.some((alias) => Array.from(alias).length > 100)) fault('别名', '每个不能超过 100 个字')
  }
  readPoint(row, cell, fault)
  return row
}

function readPoint(
  row: HospitalRow,
  cell: (column: Column) => string | undefined,
  fault: (field: string, message: string) => void,
): void {
  const isGcj = cell('latGcj02') !== undefined || cell('lngGcj02') !== undefined
  const lat = cell(isGcj ? 'latGcj02' : 'latWgs84')
  const lng = cell(isGcj ? 'lngGcj02' : 'lngWgs84')
  if (lat === undefined && lng === undefined) return
  if (!lat && !lng) {
    row.lat = null
    row.lng = null
    return
  }
  if (!lat || !lng) return fault(lat ? '经度' : '纬度', '经度和纬度要么都填，要么都不填')
  const point = { lat: numberOf(lat), lng: numberOf(lng) }
  if (isInChina({ lat: point.lng, lng: point.lat })) return fault('经度', '经度和纬度好像写反了')
  if (!isInChina(point)) return fault(point.lng >= 73 && point.lng <= 136 ? '纬度' : '经度', '不在中国境内或不是数字')
  Object.assign(row, isGcj ? point : toGcj02(point))
}
const numberOf = (text: string): number => (/^\d{1,3}(\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN)
const isInChina = ({ lat, lng }: { lat: number; lng: number }): boolean =>
  lat >= 3 && lat <= 54 && lng >= 73 && lng <= 136
