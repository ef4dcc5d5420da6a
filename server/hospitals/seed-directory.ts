/** Loads the directory and the catalogue that come with the program. Safe to run at every start: writes only what differs. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { System } from '../system.ts'
import { readCsv } from './csv.ts'
import { writeDepartments } from './hospital-queries.ts'
import { importDirectory } from './import-directory.ts'
import { searchTextsOf } from './search-tokens.ts'

/** ODbL: shown wherever the directory is shown (see data/README.md) */
const OPENSTREETMAP = '© OpenStreetMap contributors'
const readData = (name: string): string => readFileSync(path.join(import.meta.dirname, 'data', name), 'utf8')

export async function seedDirectory(
  system: Pick<System, 'db' | 'clock'>,
): Promise<{ hospitals: number; departments: number }> {
  const report = await importDirectory(system, withCommonNames(readData('hospitals-shanghai.csv')), {
    isPartialAllowed: false,
    isDryRun: false,
    source: 'built-in',
    attribution: OPENSTREETMAP,
  })
  if (report.badCount > 0)
    throw new Error(`the built-in directory has bad rows: ${JSON.stringify(report.bad.slice(0, 3))}`)
  const departments = readDepartments()
  await writeDepartments(system.db, departments)
  return { hospitals: report.imported + report.changed, departments: departments.length }
}

/** What people really call the big hospitals (六院, 红房子) stands in a file of our own and is added to the aliases. */
function withCommonNames(csv: string): string {
  const common = new Map(
    readCsv(readData('common-names.csv'))
      .slice(1)
      .map(({ cells }): [string, string] => [cells[0] ?? '', cells[1] ?? '']),
  )
  const records = readCsv(csv)
  const aliases = records[0]?.cells.indexOf('aliases') ?? -1
  for (const { cells } of records) {
    const names = common.get(cells[0] ?? '')
    if (names) cells[aliases] = [cells[aliases], names].filter(Boolean).join(';')
  }
  return records.map(({ cells }) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')
}

function readDepartments(): Parameters<typeof writeDepartments>[1] {
  const [header, ...records] = readCsv(readData('departments.csv'))
  return records.map(({ cells }) => {
    const cell = (name: string): string => cells[header?.cells.indexOf(name) ?? -1] ?? ''
    const aliases = cell('aliases').split(';').filter(Boolean)
    const texts = searchTextsOf([cell('name'), ...aliases])
    return {
      code: cell('code'),
      name: cell('name'),
      aliases,
      parent_code: cell('parent_code') || null,
      kind: cell('kind'),
      is_bookable: cell('bookable') === '1',
      search_text: texts.nameText + texts.letterText + texts.initialText,
    }
  })
}
