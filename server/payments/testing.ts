/** Set-up for tests of money: a payer at WeChat, an order that wants to be paid, the tap on "pay". */
import type { EventPayload } from '@banyi/contract/events'
import { randomUUID } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import { emit, registerReactions } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import type { World } from '../core/testing/world.ts'
import { checkBooks, openPayment, type PaymentWish } from './index.ts'
import { payments } from './module.ts'

export type Wish = PaymentWish

/** An order of ¥268 that may be paid within 15 minutes, and a person who has WeChat. */
export function orderToPay(world: World, wish: Partial<Wish> = {}): Wish {
  const openid = wish.openid ?? world.sandbox.control.createUser().openid
  return {
    orderId: randomUUID(),
    accountId: randomUUID(),
    openid,
    amountFen: 26_800,
    description: '伴医 半天陪诊',
    orderNumber: `BY${randomUUID().slice(0, 8).toUpperCase()}`,
    expiresAt: addMinutes(world.clock.now(), 15),
    ...wish,
  }
}

/** Opens the payment and pays it in the wallet. The provider's callback is on its way. */
export async function pay(world: World, wish: Wish): Promise<void> {
  const request = await openPayment(world.system, wish)
  const { problem } = world.sandbox.control.pay(request)
  if (problem) throw new Error(`the wallet refused: ${problem}`)
}

/** Paid, and the callback has arrived. */
export async function paidOrder(world: World, wish: Partial<Wish> = {}): Promise<Wish> {
  const order = orderToPay(world, wish)
  await pay(world, order)
  await world.sandbox.control.idle()
  return order
}

/** What orders says when the family gets money back. */
export async function askRefund(
  world: World,
  due: Partial<EventPayload<'orders.refund-due'>> & { orderId: string; amountFen: number },
): Promise<string> {
  const refundKey = due.refundKey ?? `${due.orderId}:${randomUUID().slice(0, 8)}`
  await world.system.db.tx((tx) =>
    emit(tx, 'orders.refund-due', { reason: '家属取消', ...due, refundKey }, world.clock.now()),
  )
  return refundKey
}

export interface PaymentLine {
  number: string
  state: string
  amount_fen: number
}
export const paymentsOf = (world: World, orderId: string): Promise<PaymentLine[]> =>
  world.rows<PaymentLine>(
    sql`select number, state, amount_fen::int from payments.payments where order_id = ${orderId} order by created_at, number`,
  )
export const refundsOf = (world: World, orderId: string): Promise<PaymentLine[]> =>
  world.rows<PaymentLine>(
    sql`select number, state, amount_fen::int from payments.refunds where order_id = ${orderId} order by created_at, number`,
  )

/** kinds of the order's postings, in the order in which they were written */
export const kindsOf = async (world: World, orderId: string): Promise<string[]> =>
  (
    await world.rows<{ kind: string }>(
      sql`select kind from payments.postings where order_id = ${orderId} order by at, tx`,
    )
  ).map(({ kind }) => kind)

const NEWS = ['payments.captured', 'payments.refunded', 'payments.refund-failed'] as const

/** Only payments reacts, and its news lie in the task table for the test to read: `told(world, 'payments.captured', orderId)`. */
export function listenIn(): void {
  registerReactions([...(payments.reactions ?? []), ...NEWS.map((event) => ({ event, name: `heard ${event}` }))])
}

/** What payments told the others about this order, oldest first. */
export const told = async (
  world: World,
  event: (typeof NEWS)[number],
  orderId: string,
): Promise<Record<string, unknown>[]> =>
  (
    await world.rows<{ payload: Record<string, unknown> }>(
      sql`select payload from core.tasks where kind = ${`heard ${event}`} and payload ->> 'orderId' = ${orderId} order by id`,
    )
  ).map(({ payload }) => payload)

/** After each test, whatever it did. */
export async function booksMustBeRight(world: World): Promise<void> {
  const faults = await checkBooks(world.system)
  if (faults.length > 0) throw new Error(`the books are not right: ${faults.join('; ')}`)
}
