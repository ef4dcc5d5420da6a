/**
 * Job: asks the provider after an open payment, for the callback that never comes; closes it at its expiry; and looks once
 * more after closing, because a payment can win the race against its own close.
 */
import { addSeconds } from '../../core/clock.ts'
import { OutsideRefusal, OutsideUnavailable } from '../../outside/outside-error.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { capturePayment, isPaid } from './capture-payment.ts'
import { followPaymentAt, LAST_LOOK, type FollowPayment } from '../follow-key.ts'
import { findPayment, markClosed, type PaymentRow } from './payment-queries.ts'

/** seconds after the try before; the last one repeats */
export const QUERY_LADDER = [10, 30, 60, 180, 600]
const LAST_LOOK_AFTER = 300

export async function followPayment(system: System, task: FollowPayment): Promise<void> {
  const payment = await inBooks(system, (tx) => findPayment(tx, task.number))
  const isLastLook = task.step === LAST_LOOK
  if (!payment || payment.state === 'captured' || (payment.state === 'closed' && !isLastLook)) return
  try {
    if (await captureIfPaid(system, payment)) return
    if (isLastLook) return
    const isOver = task.mustClose === true || payment.expires_at <= system.clock.now()
    if (isOver) await closePayment(system, payment)
    else await askAgain(system, task, payment)
  } catch (error) {
    if (!(error instanceof OutsideUnavailable || error instanceof OutsideRefusal)) throw error
    // the ladder goes on for as long as it takes; failures of the task itself would end after 25
    system.log.warn({ number: task.number, detail: error.detail }, 'the provider could not be asked after a payment')
    await askAgain(system, task, payment)
  }
}

/** True when it is paid (and now captured). */
export async function captureIfPaid(system: System, payment: Pick<PaymentRow, 'number'>): Promise<boolean> {
  const fact = await system.outside.wechatPay.queryPayment(payment.number)
  if (!isPaid(fact)) return false
  const outcome = await capturePayment(system, fact)
  return outcome === 'captured' || outcome === 'known'
}

/** True when nobody can pay it any more; false when somebody did: then it is captured. */
export async function closePayment(system: System, payment: Pick<PaymentRow, 'number'>): Promise<boolean> {
  if (!(await system.outside.wechatPay.closePayment(payment.number)) && (await captureIfPaid(system, payment)))
    return false
  await inBooks(system, async (tx) => {
    const now = system.clock.now()
    if (await markClosed(tx, payment.number, now))
      await followPaymentAt(tx, { number: payment.number, step: LAST_LOOK }, now, addSeconds(now, LAST_LOOK_AFTER))
  })
  return true
}

async function askAgain(system: System, task: FollowPayment, payment: PaymentRow): Promise<void> {
  const now = system.clock.now()
  const isLastLook = task.step === LAST_LOOK
  const step = isLastLook ? LAST_LOOK : task.step + 1
  const next = addSeconds(now, QUERY_LADDER.at(isLastLook ? -1 : Math.min(step, QUERY_LADDER.length - 1)) ?? 0)
  // while it can be paid, its expiry is not passed over
  const isClosedBefore = !isLastLook && payment.expires_at > now && payment.expires_at < next
  await inBooks(system, (tx) => followPaymentAt(tx, { ...task, step }, now, isClosedBefore ? payment.expires_at : next))
}
