/** When money moved. Each may come twice, late or out of order. */
import type { EventPayload } from '@banyi/contract/events'
import type { Tx } from '../core/database.ts'
import { emit } from '../core/events.ts'
import { yuan } from '../core/money.ts'
import { sql, type Sql } from '../core/sql.ts'
import { useCoupon } from '../coupons/index.ts'
import { addTask, cancelTask } from '../core/tasks.ts'
import { CLAIM_REFUND_PREFIX } from '../payments/index.ts'
import type { System } from '../system.ts'
import { lockOrder, type OrderRow } from './order-queries.ts'
import { saysDone } from './order-words.ts'
import { contactOf, note, progress } from './progress.ts'
import { isOfPremium } from './refunds.ts'
import { planUnanswered } from './unanswered.ts'

/** The first payment of a waiting order pays it; any other payment goes straight back. */
export async function markPaid(system: System, event: EventPayload<'payments.captured'>): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, event.orderId)
    if (!order || order.payment_number === event.paymentNumber) return
    const now = system.clock.now()
    if (order.state !== 'booked' || event.amountFen !== order.total_fen) {
      await emit(
        tx,
        'orders.refund-due',
        {
          orderId: order.id,
          refundKey: unusedKey(order.id, event.paymentNumber),
          amountFen: event.amountFen,
          fromPremiumFen: 0,
          reason: order.state === 'booked' ? '支付金额不符' : '订单已失效或重复支付',
        },
        now,
      )
      return
    }
    const companion = await contactOf(system, tx, order)
    const paid = await progress(system, tx, order, {
      kind: 'paid',
      state: 'paid',
      sentence: saysDone('paid', '', order.hospital_name),
      byWhom: 'family',
      actorId: order.account_id,
      companion,
      amountFen: event.amountFen,
      changes: sql`paid_at = ${new Date(event.paidAt)}, payment_number = ${event.paymentNumber}`,
    })
    await cancelTask(tx, `orders.expire:${order.id}`)
    if (order.funder_code !== null) {
      await useCoupon(tx, order.id, now)
      await emit(
        tx,
        'orders.discounted',
        {
          orderId: order.id,
          couponFen: order.coupon_fen,
          funderCode: order.funder_code,
          couponName: order.coupon_name ?? '',
        },
        now,
      )
    }
    if (companion) {
      await planUnanswered(tx, paid, now)
      await note(system, tx, paid, {
        kind: 'assigned',
        sentence: `已通知 ${companion.name}，等待确认`,
        byWhom: 'system',
        actorId: null,
        companion,
      })
    } else await addTask(tx, { kind: 'orders.offer-to-pool', payload: { orderId: order.id }, now })
  })
}

export async function tellRefunded(system: System, event: EventPayload<'payments.refunded'>): Promise<void> {
  if (isOfTheFund(event.refundKey)) return
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, event.orderId)
    if (!order) return
    const isNew = await tx.run(
      sql`insert into orders.refunds_told (refund_key, order_id) values (${event.refundKey}, ${order.id}) on conflict do nothing`,
    )
    if (isNew === 0) return
    // one that was given up arrived after all: nothing is to be given anew for it
    if (await wasGivenUp(tx, event.refundKey))
      await tx.run(
        sql`update orders.orders set ${givenUp(order, event.refundKey, -event.amountFen)} where id = ${order.id}`,
      )
    // one that hung or failed is with the family now, by whichever way: nothing is left for a person
    await tx.run(
      sql`update orders.orders set refund_failed_at = null where id = ${order.id} and given_up_fen = 0 and premium_given_up_fen = 0`,
    )
    await note(system, tx, order, {
      kind: 'refunded',
      sentence: `退款 ${yuan(event.amountFen)} 已退回您的微信支付账户`,
      publicSentence: '退款已原路退回',
      byWhom: 'system',
      actorId: null,
      amountFen: event.amountFen,
      companion: null,
    })
  })
}

/** The board shows it; a person decides what to do. What will not arrive any more is no longer due, so that it can be given anew. */
export async function flagRefundFailure(system: System, event: EventPayload<'payments.refund-failed'>): Promise<void> {
  if (isOfTheFund(event.refundKey)) return
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, event.orderId)
    if (!order) return
    const now = system.clock.now()
    await tx.run(
      sql`update orders.orders set refund_failed_at = coalesce(refund_failed_at, ${now}) where id = ${order.id}`,
    )
    // a payment that came too late was never part of the price
    if (!event.isFinal || event.refundKey.startsWith(unusedKey(order.id, ''))) return
    const isNew = await tx.run(
      sql`insert into orders.refunds_given_up (refund_key, order_id, amount_fen) values (${event.refundKey}, ${order.id}, ${event.amountFen}) on conflict do nothing`,
    )
    if (isNew === 1)
      await tx.run(
        sql`update orders.orders set ${givenUp(order, event.refundKey, event.amountFen)}, version = version + 1 where id = ${order.id}`,
      )
  })
}

/** still the family's: a person gives it anew, and no settlement takes it */
const givenUp = (order: OrderRow, refundKey: string, fen: number): Sql =>
  isOfPremium(refundKey)
    ? sql`premium_given_up_fen = ${fen > 0 ? order.premium_fen : 0}`
    : sql`given_up_fen = greatest(0, least(refund_due_fen, given_up_fen + ${fen}::bigint))`
const wasGivenUp = async (tx: Tx, refundKey: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 from orders.refunds_given_up where refund_key = ${refundKey}`)) !== null
/** a compensation goes back through the original payment, but it is no refund of the price */
const isOfTheFund = (refundKey: string): boolean => refundKey.startsWith(CLAIM_REFUND_PREFIX)
const unusedKey = (orderId: string, paymentNumber: string): string => `${orderId}:unused-${paymentNumber}`
