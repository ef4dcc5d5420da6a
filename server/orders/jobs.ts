/** Timers of an order and what is done beside requests. Each may run twice: the state is looked at first. */
import { listFittingCompanions } from '../companions/index.ts'
import { addDays } from '../core/clock.ts'
import { pushPassing } from '../core/realtime/pushes.ts'
import { sql } from '../core/sql.ts'
import { addTask } from '../core/tasks.ts'
import { checkPayment, closePayments } from '../payments/index.ts'
import type { System } from '../system.ts'
import { closeOrder } from './closing.ts'
import { confirm } from './family/confirm-order.ts'
import { loseCompanion } from './lose-companion.ts'
import { leftOf } from './order-money.ts'
import { findOrder, lockOrder } from './order-queries.ts'
import { saysDone } from './order-words.ts'
import { settleSilently } from './settlement.ts'

/** Not paid in time: asks the provider a last time, then gives the time back. A payment that comes even later is returned. */
export async function expireUnpaid(system: System, { orderId }: { orderId: string }): Promise<void> {
  const seen = await findOrder(system.db, orderId)
  if (seen?.state !== 'booked') return
  // a provider that cannot be reached says "not paid": the order still ends, the money, if any, comes back by itself
  const { isPaid } = await checkPayment(system, orderId)
  if (isPaid) return
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (order?.state !== 'booked' || order.pay_before > system.clock.now()) return
    await closeOrder(system, tx, order, {
      state: 'expired',
      sentence: saysDone('expired', '', order.hospital_name),
      refundFen: 0,
      reason: '',
      byWhom: 'system',
      actorId: null,
    })
    await addTask(tx, { kind: 'orders.close-payments', payload: { orderId }, now: system.clock.now() })
  })
}
export const closeOpenPayments = (system: System, { orderId }: { orderId: string }): Promise<void> =>
  closePayments(system, orderId)

/** The chosen companion did not answer in time. */
export async function releaseUnanswered(
  system: System,
  { orderId, companionId }: { orderId: string; companionId: string },
): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (order?.state !== 'paid' || order.companion_id !== companionId) return
    await loseCompanion(system, tx, order, {
      cause: 'no-answer',
      reason: '没有及时确认',
      byWhom: 'system',
      actorId: null,
    })
  })
}

/** Tells those who could take an order from the pool that there is one. */
export async function offerToPool(system: System, { orderId }: { orderId: string }): Promise<void> {
  const order = await findOrder(system.db, orderId)
  if (order?.state !== 'paid' || order.companion_id !== null) return
  const fitting = await listFittingCompanions(system, {
    startsAt: order.starts_at,
    endsAt: order.ends_at,
    segment: order.segment,
    district: order.hospital_district,
    limit: 50,
  })
  const now = system.clock.now()
  await system.db.tx(async (tx) => {
    for (const { id } of fitting) pushPassing(tx, { topic: `companion:${id}`, kind: 'offer', body: { orderId }, now })
  })
}

/** 72 hours after the report without a word from the family. */
export async function confirmSilently(system: System, { orderId }: { orderId: string }): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (order?.state !== 'reported' || order.auto_confirm_at === null || order.auto_confirm_at > system.clock.now())
      return
    await confirm(system, tx, order, { byWhom: 'system', actorId: null, sentence: '72 小时内没有异议，已自动确认完成' })
  })
}

/** Nobody came: the visit's time is over and no companion ever had it. All of the money goes back. */
export async function cancelUnserved(system: System, { orderId }: { orderId: string }): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (order?.state !== 'paid' || order.ends_at > system.clock.now()) return
    await closeOrder(system, tx, order, {
      state: 'cancelled',
      sentence: '很抱歉，没有安排到陪诊员，订单已取消，全额退款原路返回',
      refundFen: leftOf(order),
      reason: '没有安排到陪诊员',
      byWhom: 'system',
      actorId: null,
    })
  })
}

const SWEEP_MINUTES = 5
/** Should a timer have been lost, the states themselves tell what is overdue (partial index orders_by_state). */
export async function sweepOverdue(system: System): Promise<void> {
  const overdue = new Date(system.clock.now().getTime() - SWEEP_MINUTES * 60_000)
  const unpaid = await system.db.many<{ id: string }>(
    sql`select id from orders.orders where state = 'booked' and pay_before < ${overdue} limit 200`,
  )
  for (const { id } of unpaid) await expireUnpaid(system, { orderId: id })
  const silent = await system.db.many<{ id: string }>(
    sql`select id from orders.orders where state = 'reported' and auto_confirm_at < ${overdue} limit 200`,
  )
  for (const { id } of silent) await confirmSilently(system, { orderId: id })
  const unsettled = await system.db.many<{ id: string }>(
    sql`select id from orders.orders where settle_at < ${overdue} and settlement_at is null and disputed_at is null limit 200`,
  )
  for (const { id } of unsettled) await settleSilently(system, { orderId: id })
  const unserved = await system.db.many<{ id: string }>(
    sql`select id from orders.orders where state = 'paid' and ends_at < ${system.clock.now()} limit 200`,
  )
  for (const { id } of unserved) await cancelUnserved(system, { orderId: id })
}

/** Positions and short sign-ins that nobody needs any more. */
export async function purgeOld(system: System): Promise<void> {
  const now = system.clock.now()
  await system.db.run(sql`delete from orders.link_views where expires_at < ${now}`)
  await system.db.run(sql`delete from orders.places where at < ${addDays(now, -1)}`)
}
