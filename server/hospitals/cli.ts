/**
 * node server/hospitals/cli.ts import <file.csv> [--partial] [--dry-run]
 * Takes an operator's file into the directory; DATABASE_URL says which database. Ends with 1 when the file was refused.
 */
import { readFileSync } from 'node:fs'
import { writeAudit } from '../core/audit.ts'
import { systemClock } from '../core/clock.ts'
import { Database } from '../core/database.ts'
import { decodeText } from './csv.ts'
import { importDirectory } from './import-directory.ts'

const USAGE =
  'usage: node server/hospitals/cli.ts import <file.csv> [--partial] [--dry-run]   (DATABASE_URL names the database)'

async function run(): Promise<number> {
  const args = process.argv.slice(2)
  const options = args.filter((arg) => arg.startsWith('--'))
  const [command, file, ...rest] = args.filter((arg) => !arg.startsWith('--'))
  const url = process.env['DATABASE_URL']
  const isKnown = options.every((option) => option === '--partial' || option === '--dry-run')
  if (command !== 'import' || !file || rest.length > 0 || !isKnown || !url) {
    console.error(USAGE)
    return 64
  }
  const isDryRun = options.includes('--dry-run')
  const isPartialAllowed = options.includes('--partial')
  const db = new Database({ url, max: 2 })
  try {
    const report = await importDirectory({ db, clock: systemClock }, decodeText(readFileSync(file)), {
      isDryRun,
      isPartialAllowed,
      onWritten: (tx, { rows, imported, changed, badCount }) =>
        writeAudit(tx, {
          actor: { kind: 'system', id: null },
          action: 'hospitals.import',
          subjectId: 'directory',
          reason: 'command line',
          detail: { rows, imported, changed, badCount },
          now: systemClock.now(),
        }),
    })
    for (const { line, field, message } of report.bad) console.error(`第 ${line} 行 ${field}：${message}`)
    if (report.badCount > report.bad.length) console.error(`……另有 ${report.badCount - report.bad.length} 处`)
    const isRefused = report.badCount > 0 && !isPartialAllowed
    console.log(
      `${report.rows} 行：新增 ${report.imported}，更新 ${report.changed}，不变 ${report.unchanged}，有误 ${report.badCount} 处`,
    )
    if (isRefused) console.log('文件有误，没有导入任何一行；修正后重试，或加 --partial 只导入正确的行')
    else if (isDryRun) console.log('试运行：没有写入')
    return isRefused ? 1 : 0
  } finally {
    await db.close()
  }
}

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  return 1
})
