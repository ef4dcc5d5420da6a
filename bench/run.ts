/** `npm run bench [-- name …]`: prints what was measured beside what is aimed at. Ratios count; absolute numbers are this machine's of this hour. */
import { startStack } from '../e2e/stack.ts'
import { benchBookings } from './bookings.ts'
import { benchHospitalSearch } from './hospital-search.ts'
import type { Figure } from './numbers.ts'
import { signInOperator } from './people.ts'
import { benchPostings } from './postings.ts'
import { benchReconciliation } from './reconciliation.ts'
import { benchSockets } from './sockets.ts'
import { benchStartUp } from './start-up.ts'

const benches: Record<string, () => Promise<Figure[]>> = {
  bookings: benchBookings,
  sockets: async () => {
    const stack = await startStack()
    try {
      return await benchSockets(stack, await signInOperator(stack))
    } finally {
      await stack.stop()
    }
  },
  search: async () => {
    const stack = await startStack()
    try {
      return await benchHospitalSearch(stack)
    } finally {
      await stack.stop()
    }
  },
  postings: benchPostings,
  reconciliation: benchReconciliation,
  start: benchStartUp,
}

const wanted = process.argv.slice(2)
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n${name}`)
  for (const { what, value, aim } of await bench())
    console.log(`  ${value.padStart(22)}  ${what}${aim ? `  (${aim})` : ''}`)
}
process.exit(0)
