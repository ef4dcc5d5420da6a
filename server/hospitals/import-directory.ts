/** Takes a CSV of hospitals into the directory: all of it, or nothing of a bad file unless asked. Importing twice changes nothing. */
import type { ImportReport } from '@banyi/contract/hospitals'
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Tx } from '../core/database.ts'
import type { System } from '../system.ts'
import { findStoredHospitals, lockDirectory, writeHospitals } from './hospital-queries.ts'
import { changeOf, madeUpId, type Source, type StoredHospital, type WrittenHospital } from './hospital-rows.ts'
import { readHospitalFile, type HospitalRow } from './read-hospital-file.ts'

export interface ImportOptions {
  isPartialAllowed: boolean
  isDryRun: boolean
  /** 'built-in' rows leave alone what an operator has changed */
  source?: Source
  attribution?: string
  /** in the transaction, when something was written */
  onWritten?: (tx: Tx, report: ImportReport) => Promise<void>
}

/** a report is read by a person; `badCount` has the true number */
const BAD_ROWS_SHOWN = 500
/** rows between two looks at other requests: pinyin costs about 40 µs a row */
const BREATH = 200

export async function importDirectory(
  system: Pick<System, 'db' | 'clock'>,
  csv: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const { rowCount, rows, bad } = readHospitalFile(csv)
  const report: ImportReport = {
    rows: rowCount,
    imported: 0,
    changed: 0,
    unchanged: 0,
    bad: bad.slice(0, BAD_ROWS_SHOWN),
    badCount: bad.length,
  }
  if (rows.length === 0 || (bad.length > 0 && !options.isPartialAllowed)) return report
  const source = options.source ?? 'operator'
  await system.db.tx(async (tx) => {
    await lockDirectory(tx)
    Object.assign(report, { imported: 0, changed: 0, unchanged: 0 })
    const stored = await storedOf(tx, rows)
    const changes: WrittenHospital[] = []
    for (const [i, row] of rows.entries()) {
      if (i % BREATH === BREATH - 1) await yieldToOthers()
      const known = row.id ? stored.byId.get(row.id) : stored.byName.get(`${row.city ?? ''}/${row.name}`)
      const isKept = source === 'built-in' && known?.source === 'operator'
      const change = isKept
        ? null
        : changeOf(row, known?.id ?? row.id ?? madeUpId(row), known, source, options.attribution ?? '')
      if (change) changes.push(change)
      report[change ? (known ? 'changed' : 'imported') : 'unchanged']++
    }
    if (options.isDryRun || changes.length === 0) return
    await writeHospitals(tx, changes, system.clock.now())
    await options.onWritten?.(tx, report)
  })
  return report
}

async function storedOf(
  tx: Tx,
  rows: HospitalRow[],
): Promise<{ byId: Map<string, StoredHospital>; byName: Map<string, StoredHospital> }> {
  const ids = rows.map((row) => row.id ?? madeUpId(row))
  const names = rows.filter((row) => !row.id).map((row) => row.name)
  const found = await findStoredHospitals(tx, ids, names)
  // with a file that has no city column the name alone has to do, when it is not ambiguous
  const byName = new Map<string, StoredHospital>()
  for (const hospital of found) {
    byName.set(`${hospital.city}/${hospital.name}`, hospital)
    byName.set(`/${hospital.name}`, hospital)
  }
  return { byId: new Map(found.map((hospital) => [hospital.id, hospital])), byName }
}
