/**
 * Reaction to orders.settlement-due, and the job that goes on with one that had to wait: what is held and not on its way
 * back goes to those who earned it. Once per order, whole or not at all.
 *
 * It waits while the order is frozen, and while less is held than it wants (a refund took more than it should have): a
 * part of a settlement would decide who goes short, and that is for people. Nothing is lost: it tries again by itself,
 * says so loudly, and stands in the overview of finance.
 */
import type { EventPayload } from '@banyi/contract/events'
import { addMinutes } from '../../core/clock.ts'
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { percentOf, yuan } from '../../core/money.ts'
import { addTask } from '../../core/tasks.ts'
import type { System } from '../../system.ts'
import { COMMISSION, couponOf, earningsOf, FUND, heldOf, inBooks, post, type Entry } from '../books/books.ts'
import { heldFenOf, isDiscounted } from '../books/postings-of-order.ts'
import { lockOrder, noteSettled, type Settled } from '../collecting/order-queries.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { recoverFromEarnings } from '../fund/recover.ts'
import { recordEarning } from '../payouts/record-earning.ts'
import { fundSharePercent } from './fund-share.ts'

export type SettlementDue = EventPayload<'orders.settlement-due'>
export const SETTLE = 'payments.settle-order'
const WAIT_FROZEN_MINUTES = 1
const WAIT_SHORT_MINUTES = 10

export async function settleOrder(system: System, due: SettlementDue): Promise<void> {
  const { orderId } = due
  if (due.companionId === null && due.incomeFen > 0) throw new Error(`order ${orderId}: an income of nobody`)
  if (due.funderCode === null && due.couponBackFen > 0) throw new Error(`order ${orderId}: a coupon of nobody`)
  await inBooks(system, async (tx) => {
    await lockPayments(tx, orderId)
    const order = await lockOrder(tx, orderId)
    if (!order) throw new Error(`order ${orderId} is not paid yet: its settlement waits`)
    if (order.settled_at) return
    if (order.frozen_since) return wait(system, tx, due, WAIT_FROZEN_MINUTES)
    if (due.funderCode !== null && !(await isDiscounted(tx, orderId)))
      throw new Error(`order ${orderId}: its coupon is not in the books yet`)
    const heldFen = await heldFenOf(tx, orderId)
    if (due.keptFen + due.couponBackFen > heldFen) {
      system.log.error(
        { orderId, heldFen, keptFen: due.keptFen, couponBackFen: due.couponBackFen },
        'a settlement wants more than is held: nothing was released',
      )
      return wait(system, tx, due, WAIT_SHORT_MINUTES)
    }
    await settle(system, tx, due)
  })
}

/** One task per order: a later try moves it. */
const wait = (system: System, tx: Tx, due: SettlementDue, minutes: number): Promise<void> => {
  const now = system.clock.now()
  return addTask(tx, {
    kind: SETTLE,
    key: `${SETTLE}:${due.orderId}`,
    payload: due,
    now,
    runAt: addMinutes(now, minutes),
  })
}

async function settle(system: System, tx: Tx, due: SettlementDue): Promise<void> {
  const { orderId, companionId, keptFen, incomeFen, couponBackFen } = due
  const now = system.clock.now()
  const commissionFen = keptFen - incomeFen
  // a visit on which we lose (a refund that we alone bear) gives the fund nothing
  const fundFen = percentOf(Math.max(commissionFen, 0), await fundSharePercent(tx))
  const settled = {
    orderId,
    companionId,
    releasedFen: keptFen,
    incomeFen,
    commissionFen: commissionFen - fundFen,
    fundFen,
  }
  await noteSettled(tx, { ...settled, couponBackFen }, now)
  await emit(tx, 'payments.settled', { orderId, companionId, incomeFen, at: now.toISOString() }, now)
  const entries = entriesOf(due, settled)
  if (entries.length === 0) return
  const postingId = await post(tx, {
    key: `settled:${orderId}`,
    orderId,
    kind: 'settled',
    reference: due.number,
    sentence: sentenceOf(due, settled),
    at: now,
    entries,
  })
  if (!postingId || !companionId) return
  if (incomeFen > 0)
    await recordEarning(tx, {
      postingId,
      payeeId: companionId,
      kind: 'order',
      title: `订单 ${due.number}`,
      orderId,
      orderNumber: due.number,
      lines: due.lines,
      amountFen: incomeFen,
      at: now,
    })
  // what the fund paid for her fault comes back from what she earned
  await recoverFromEarnings(tx, companionId, now)
}

function entriesOf(due: SettlementDue, settled: Omit<Settled, 'couponBackFen'>): Entry[] {
  const { orderId, companionId, keptFen, incomeFen, couponBackFen, funderCode } = due
  return [
    { account: heldOf(orderId), amountFen: keptFen + couponBackFen },
    { account: earningsOf(companionId ?? ''), amountFen: -incomeFen },
    { account: couponOf(funderCode ?? ''), amountFen: -couponBackFen },
    { account: FUND, amountFen: -settled.fundFen },
    { account: COMMISSION, amountFen: -settled.commissionFen },
  ].filter(({ amountFen }) => amountFen !== 0)
}

function sentenceOf(due: SettlementDue, { commissionFen, fundFen }: Omit<Settled, 'couponBackFen'>): string {
  const parts = [
    due.incomeFen > 0 && `陪诊员收入 ${yuan(due.incomeFen)}`,
    commissionFen > 0 && `平台佣金 ${yuan(commissionFen)}`,
    commissionFen < 0 && `平台承担 ${yuan(-commissionFen)}`,
    fundFen > 0 && `先行赔付金 ${yuan(fundFen)}`,
    due.couponBackFen > 0 && `退回优惠券出资方 ${yuan(due.couponBackFen)}`,
  ].filter((part) => part !== false)
  return `${due.why}，结算 ${yuan(due.keptFen)}：${parts.join('，')}`
}
