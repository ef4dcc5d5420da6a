/** `npm run check:books`: are the books of DATABASE_URL right? Prints each fault; exit code 1 when there is one. Writes nothing. */
import { Database } from '../../core/database.ts'
import { checkBooks } from './check-books.ts'

const url = process.env['DATABASE_URL']
if (!url) {
  process.stderr.write('DATABASE_URL is missing: the database whose books are checked, as the role of the server\n')
  process.exit(2)
}
const db = new Database({ url, max: 1 })
try {
  const faults = await checkBooks({ db })
  for (const fault of faults) process.stdout.write(`${fault}\n`)
  process.stdout.write(faults.length === 0 ? 'the books are right\n' : `${faults.length} faults\n`)
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  await db.close()
}
