import { fileURLToPath } from 'node:url'
import { job, reaction, type Module } from '../module.ts'
import { watchBooks } from './books/check-books.ts'
import { FOLLOW_PAYMENT, SEND_REFUND } from './follow-key.ts'
import { followPayment } from './collecting/follow-payment.ts'
import { releaseHeld } from './escrow/release-held.ts'
import { routes } from './routes.ts'
import { sendRefund } from './refunds/send-refund.ts'
import { startRefund } from './refunds/start-refund.ts'

export const payments: Module = {
  name: 'payments',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
  reactions: [
    reaction('orders.refund-due', 'payments.start-refund', startRefund),
    reaction('orders.confirmed', 'payments.release-held', releaseHeld),
  ],
  jobs: [
    job(FOLLOW_PAYMENT, followPayment),
    job(SEND_REFUND, sendRefund),
    job('payments.check-books', watchBooks, 86_400),
  ],
}
