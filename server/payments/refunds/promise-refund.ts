/** One refund at the provider is promised: its row, its posting, the job that asks for it, in the caller's transaction. */
import type { Tx } from '../../core/database.ts'
import { yuan } from '../../core/money.ts'
import { post } from '../books/books.ts'
import { sendRefundAt } from '../follow-key.ts'
import { newRefundNumber } from '../numbers.ts'
import { addStep, type StepActor } from '../payouts/steps.ts'
import { promised } from './refund-money.ts'
import { insertRefund, type NewRefund } from './refund-queries.ts'

export async function promiseRefund(
  tx: Tx,
  wish: Omit<NewRefund, 'number' | 'state'> & { payment_number: string },
  by: StepActor,
  now: Date,
): Promise<string> {
  const number = newRefundNumber(now)
  await insertRefund(tx, { ...wish, number, state: 'requested' }, now)
  const isClaim = wish.claim_id !== null
  await post(tx, {
    key: `refund-requested:${number}`,
    orderId: wish.order_id,
    kind: isClaim ? 'compensated' : 'refund-requested',
    reference: number,
    sentence: `${isClaim ? '先行赔付，原路退回' : '退款'} ${yuan(wish.amount_fen)}：${wish.reason}`,
    at: now,
    entries: promised(wish),
  })
  await addStep(tx, {
    subject: number,
    actor: by,
    what: `发起${isClaim ? '赔付' : '退款'} ${yuan(wish.amount_fen)}`,
    reason: wish.reason,
    at: now,
  })
  await sendRefundAt(tx, { number, step: 0 }, now, now)
  return number
}
