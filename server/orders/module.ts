import { fileURLToPath } from 'node:url'
import { job, reaction, type Module } from '../module.ts'
import {
  closeOpenPayments,
  confirmSilently,
  expireUnpaid,
  offerToPool,
  purgeOld,
  releaseUnanswered,
  sweepOverdue,
} from './jobs.ts'
import { signInByView } from './links/live-view.ts'
import { settleSilently } from './settlement.ts'
import { flagRefundFailure, markPaid, tellRefunded } from './reactions.ts'
import {
  noteCompensated,
  noteInsured,
  noteSettled,
  noteTip,
  returnCancelledPremium,
  returnUnboundPremium,
} from './after-reactions.ts'
import { routes } from './routes.ts'
import { mayFollowBoard, mayFollowCompanion, mayFollowOrder } from './topics.ts'

export const orders: Module = {
  name: 'orders',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
  reactions: [
    reaction('payments.captured', 'orders.mark-paid', markPaid),
    reaction('payments.refunded', 'orders.tell-refunded', tellRefunded),
    reaction('payments.refund-failed', 'orders.flag-refund-failure', flagRefundFailure),
    reaction('payments.tipped', 'orders.note-tip', noteTip),
    reaction('payments.settled', 'orders.note-settled', noteSettled),
    reaction('payments.compensated', 'orders.note-compensated', noteCompensated),
    reaction('insurance.bound', 'orders.note-insured', noteInsured),
    reaction('insurance.bind-failed', 'orders.return-unbound-premium', returnUnboundPremium),
    reaction('insurance.cancelled', 'orders.return-cancelled-premium', returnCancelledPremium),
  ],
  jobs: [
    job('orders.expire-unpaid', expireUnpaid),
    job('orders.close-payments', closeOpenPayments),
    job('orders.release-unanswered', releaseUnanswered),
    job('orders.offer-to-pool', offerToPool),
    job('orders.confirm-silently', confirmSilently),
    job('orders.settle-silently', settleSilently),
    job('orders.sweep-overdue', sweepOverdue, 300),
    job('orders.purge-old', purgeOld, 3600),
  ],
  signIns: { bl: signInByView },
  topics: { order: mayFollowOrder, companion: mayFollowCompanion, board: mayFollowBoard },
}
