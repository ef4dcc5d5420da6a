/**
 * npm run --silent report:transparency -- --month 2026-11
 * Prints what GET /transparency/:month answers, byte for byte but computedAt; DATABASE_URL says which database.
 */
import { parseArgs } from 'node:util'
import { systemClock } from '../core/clock.ts'
import { Database } from '../core/database.ts'
import { reportOf } from './get-report.ts'

const USAGE = 'usage: node server/transparency/cli.ts --month=2026-11   (DATABASE_URL names the database)'

async function run(): Promise<number> {
  const { month } = parseArgs({ options: { month: { type: 'string' } } }).values
  const url = process.env['DATABASE_URL']
  if (!url || !month || !/^20\d{2}-(0[1-9]|1[0-2])$/.test(month)) {
    process.stderr.write(`${USAGE}\n`)
    return 64
  }
  const db = new Database({ url, max: 4 })
  try {
    process.stdout.write(`${JSON.stringify(await reportOf({ db, clock: systemClock }, month))}\n`)
    return 0
  } finally {
    await db.close()
  }
}

process.exitCode = await run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return 1
})
