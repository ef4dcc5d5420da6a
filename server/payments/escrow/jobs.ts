import { job, reaction, type Job, type Reaction } from '../../module.ts'
import { bookCoupon } from './book-coupon.ts'
import { bookPremium } from './book-premium.ts'
import { freezeRelease } from './freeze-release.ts'
import { SETTLE, settleOrder } from './settle-order.ts'
import { watchHeld } from './watch-held.ts'

export const escrowJobs: Job[] = [job(SETTLE, settleOrder), job('payments.watch-held', watchHeld, 86_400)]
export const escrowReactions: Reaction[] = [
  reaction('orders.discounted', 'payments.book-coupon', bookCoupon),
  reaction('insurance.bound', 'payments.book-premium', bookPremium),
  reaction('orders.frozen', 'payments.freeze-release', freezeRelease),
  reaction('orders.settlement-due', 'payments.settlement-due', settleOrder),
]
