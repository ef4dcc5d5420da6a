import { fileURLToPath } from 'node:url'
import { job, type Module } from '../module.ts'
import { watchBooks } from './books/check-books.ts'
import { collectingJobs, collectingReactions } from './collecting/jobs.ts'
import { escrowJobs, escrowReactions } from './escrow/jobs.ts'
import { fundJobs, fundReactions } from './fund/jobs.ts'
import { payoutJobs, payoutReactions } from './payouts/jobs.ts'
import { reconciliationJobs, reconciliationReactions } from './reconciliation/jobs.ts'
import { refundJobs, refundReactions } from './refunds/jobs.ts'
import { routes } from './routes.ts'

export const payments: Module = {
  name: 'payments',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
  reactions: [
    ...collectingReactions,
    ...refundReactions,
    ...escrowReactions,
    ...payoutReactions,
    ...fundReactions,
    ...reconciliationReactions,
  ],
  jobs: [
    job('payments.check-books', watchBooks, 86_400),
    ...collectingJobs,
    ...refundJobs,
    ...escrowJobs,
    ...payoutJobs,
    ...fundJobs,
    ...reconciliationJobs,
  ],
}
