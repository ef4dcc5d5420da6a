/** Set-up for tests of money: a payer at WeChat, an order that wants to be paid, the tap on "pay". */
import type { EventName, EventPayload } from '@banyi/contract/events'
import { randomUUID } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import { emit, registerReactions } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import { companionPerson, type Person } from '../core/testing/people.ts'
import type { World } from '../core/testing/world.ts'
import { createCompanion } from '../companions/index.ts'
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
    emit(tx, 'orders.refund-due', { reason: '家属取消', fromPremiumFen: 0, ...due, refundKey }, world.clock.now()),
  )
  return refundKey
}

/** Says an event of another module; it is carried out by the next `world.drain()`. */
export const say = <E extends EventName>(world: World, event: E, payload: EventPayload<E>): Promise<void> =>
  world.system.db.tx((tx) => emit(tx, event, payload, world.clock.now()))

/** The callbacks are in, the refunds have arrived, everything due is done. */
export async function moneyArrives(world: World): Promise<void> {
  await world.drain()
  await world.advance({ seconds: 5 })
  await world.sandbox.control.idle()
  await world.drain()
}

/** ¥268 confirmed: 80 % are hers, unless said otherwise. `companionId` may be anybody's id: payments asks nobody. */
export async function settle(
  world: World,
  order: Pick<Wish, 'orderId' | 'orderNumber'>,
  due: Partial<EventPayload<'orders.settlement-due'>> = {},
): Promise<EventPayload<'orders.settlement-due'>> {
  const keptFen = due.keptFen ?? 26_800
  const incomeFen = due.incomeFen ?? Math.floor(keptFen * 0.8)
  const payload = {
    orderId: order.orderId,
    number: order.orderNumber,
    companionId: incomeFen > 0 ? randomUUID() : null,
    keptFen,
    incomeFen,
    couponBackFen: 0,
    funderCode: null,
    why: '家属已确认',
    lines: [
      { code: 'price', name: '服务费', amountFen: keptFen, why: '半天陪诊' },
      { code: 'commission', name: '平台佣金', amountFen: incomeFen - keptFen, why: '20%' },
    ],
    ...due,
  }
  await say(world, 'orders.settlement-due', payload)
  await world.drain()
  return payload
}

/** A companion who has this much to withdraw: the income of an order that was paid and settled. */
export async function earned(world: World, companionId: string, amountFen: number): Promise<Wish> {
  const order = await paidOrder(world, { amountFen })
  const lines = [{ code: 'price', name: '服务费', amountFen, why: '半天陪诊' }]
  await settle(world, order, { companionId, keptFen: amountFen, incomeFen: amountFen, lines })
  return order
}

export interface Payee extends Person {
  /** the companion's id */
  id: string
  name: string
}
/** A companion of the roster who has signed in with her WeChat: a payee may have any real name, hers is 王秀珍. */
export async function payee(world: World, name = '王秀珍'): Promise<Payee> {
  const user = world.sandbox.control.createUser()
  const id = await createCompanion(
    world.system,
    {
      name,
      phone: user.phone,
      sex: 'female',
      birthYear: 1985,
      verified: ['identity', 'training'],
      segments: ['general'],
      skills: [],
      languages: ['普通话'],
      districts: ['黄浦区'],
      introduction: '',
      startedYear: 2020,
    },
    { kind: 'system', id: null },
  )
  const person = await companionPerson(world, { phone: user.phone })
  // companions links her to the account by the phone
  await world.drain()
  return { ...person, id, name }
}

/** what every account holds, by code */
export const balanceOfAccount = async (world: World, code: string): Promise<number> =>
  (
    await world.rows<{ fen: number }>(sql`select balance_fen::int as fen from payments.accounts where code = ${code}`)
  )[0]?.fen ?? 0

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

const NEWS = [
  'payments.captured',
  'payments.tipped',
  'payments.settled',
  'payments.refunded',
  'payments.refund-failed',
  'payments.transfer-changed',
  'payments.compensated',
] as const

/** Only payments reacts, and its news lie in the task table for the test to read: `told(world, 'payments.captured', orderId)`. */
export function listenIn(): void {
  registerReactions([
    ...(payments.reactions ?? []),
    // so that a companion of the roster gets her account
    { event: 'identity.phone-bound', name: 'companions.link-account' },
    ...NEWS.map((event) => ({ event, name: `heard ${event}` })),
  ])
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
