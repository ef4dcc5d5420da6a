/** From what a file says and what is stored to what has to be written. Pure. */
import { createHash } from 'node:crypto'
import { levelOf, type HospitalFields } from './hospital-columns.ts'
import type { HospitalRow } from './read-hospital-file.ts'
import { searchTextsOf } from './search-tokens.ts'

export type Source = 'built-in' | 'operator'
export interface StoredHospital extends HospitalFields {
  source: Source
  attribution: string
}
/** a row of hospitals.hospitals, under the names of its columns */
export interface WrittenHospital extends StoredHospital {
  level_norm: string
  level_rank: number
  name_text: string
  letter_text: string
  initial_text: string
  /** a tsvector, written out */
  tokens: string
}

const FIELDS = [
  'name',
  'aliases',
  'province',
  'city',
  'district',
  'adcode',
  'address',
  'phone',
  'level',
  'category',
  'lat',
  'lng',
] as const
const BLANK: Omit<HospitalFields, 'id' | 'name'> = {
  aliases: [],
  province: '',
  city: '',
  district: '',
  adcode: '',
  address: '',
  phone: '',
  level: '',
  category: '',
  lat: null,
  lng: null,
}

/** A file without ids: the same hospital gets the same id each time, so importing twice is harmless. */
export const madeUpId = (row: HospitalRow): string =>
  `N${createHash('sha256')
    .update(`${row.province ?? ''}/${row.city ?? ''}/${row.name}`)
    .digest('hex')
    .slice(0, 12)
    .toUpperCase()}`

/** null: nothing would change */
export function changeOf(
  row: HospitalRow,
  id: string,
  stored: StoredHospital | undefined,
  source: Source,
  attribution: string,
): WrittenHospital | null {
  const { line: _line, ...said } = row
  const next: HospitalFields = { ...BLANK, ...(stored ? pick(stored) : {}), ...said, id }
  if (stored && FIELDS.every((field) => isSame(stored[field], next[field]))) return null
  const level = levelOf(next.level)
  const texts = searchTextsOf([next.name, ...next.aliases])
  return {
    ...next,
    source,
    // what came from OpenStreetMap stays theirs after an operator added a telephone number
    attribution: stored?.attribution ?? attribution,
    level_norm: level.norm,
    level_rank: level.rank,
    name_text: texts.nameText,
    letter_text: texts.letterText,
    initial_text: texts.initialText,
    tokens: texts.tokens.map((token) => `'${token}'`).join(' '),
  }
}

const pick = (stored: StoredHospital): Omit<HospitalFields, 'id'> => {
  const { id: _id, source: _source, attribution: _attribution, ...fields } = stored
  return fields
}
const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((part, i) => part === b[i]))
