/** What insurance and payments tell after the booking. Each may come twice, late or out of order. */
import type { EventPayload } from '@banyi/contract/events'
import type { Tx } from '../core/database.ts'
import { yuan } from '../core/money.ts'
import { sql } from '../core/sql.ts'
import { moneyOf } from '../payments/index.ts'
import { pushPassing } from '../core/realtime/pushes.ts'
import type { System } from '../system.ts'
import { lockOrder, type OrderRow } from './order-queries.ts'
import { contactOf, note } from './progress.ts'
import { premiumKey, promiseRefund } from './refunds.ts'

const quietly = { byWhom: 'system' as const, actorId: null, companion: null }

export async function noteInsured(system: System, event: EventPayload<'insurance.bound'>): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, event.orderId)
    if (!order || (await wasNoted(tx, order, 'insured'))) return
    await note(system, tx, order, {
      ...quietly,
      kind: 'insured',
      sentence: `${event.planName} 已生效，保单号 ${event.policyNumber}`,
      publicSentence: '本次服务的保险已生效',
    })
  })
}

/** The visit goes on without; the premium never left what is held. */
export async function returnUnboundPremium(
  system: System,
  event: EventPayload<'insurance.bind-failed'>,
): Promise<void> {
  await returnPremium(system, event, { isWithInsurer: false, isFailure: true })
}
export async function returnCancelledPremium(
  system: System,
  event: EventPayload<'insurance.cancelled'>,
): Promise<void> {
  await returnPremium(system, event, { isWithInsurer: event.wasBound, isFailure: false })
}

async function returnPremium(
  system: System,
  { orderId }: { orderId: string },
  { isWithInsurer, isFailure }: { isWithInsurer: boolean; isFailure: boolean },
): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, orderId)
    // unpaid: there is nothing to give back. Whole, once: whoever comes second finds it done
    if (!order?.paid_at || order.premium_fen === 0 || order.premium_back_fen > 0) return
    const now = system.clock.now()
    await tx.run(sql`
      update orders.orders set premium_back_fen = premium_fen, insurance_failed_at = case when ${isFailure} then ${now}::timestamptz else insurance_failed_at end
      where id = ${order.id}`)
    await promiseRefund(tx, {
      orderId: order.id,
      refundKey: premiumKey(order.id),
      amountFen: order.premium_fen,
      fromPremiumFen: isWithInsurer ? order.premium_fen : 0,
      reason: isFailure ? '投保没有成功，退回保费' : '保险已退保，退回保费',
      now,
    })
    const back = `保费 ${yuan(order.premium_fen)} 原路退回`
    await note(system, tx, order, {
      ...quietly,
      kind: isFailure ? 'insurance-failed' : 'insurance-cancelled',
      sentence: isFailure ? `投保没有成功，服务照常进行，${back}` : `保险已退保，${back}`,
      publicSentence: isFailure ? '投保没有成功，服务照常进行' : '保险已退保',
    })
    pushPassing(tx, { topic: 'board', kind: 'order', body: { orderId: order.id, version: order.version }, now })
  })
}
const wasNoted = async (tx: Tx, order: OrderRow, kind: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 from orders.timeline where order_id = ${order.id} and kind = ${kind} limit 1`)) !== null

/** The sum is read from payments, so that the same news twice says nothing twice. */
export async function noteTip(system: System, event: EventPayload<'payments.tipped'>): Promise<void> {
  const { tipFen } = await moneyOf(system, event.orderId)
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, event.orderId)
    if (!order || tipFen <= order.tip_fen) return
    await tx.run(sql`update orders.orders set tip_fen = ${tipFen} where id = ${order.id}`)
    await note(
      system,
      tx,
      { ...order, tip_fen: tipFen },
      {
        kind: 'tipped',
        sentence: `家属送来感谢红包 ${yuan(tipFen - order.tip_fen)}`,
        publicSentence: '家属送来感谢红包',
        byWhom: 'family',
        actorId: order.account_id,
        companion: order.companion_id === event.companionId ? await contactOf(system, tx, order) : null,
        amountFen: tipFen - order.tip_fen,
      },
    )
  })
}

/** From now on her income of this order is a fact. */
export async function noteSettled(system: System, event: EventPayload<'payments.settled'>): Promise<void> {
  const at = new Date(event.at)
  await system.db.tx(async (tx) => {
    const order = await tx.maybe<{ companion_id: string | null }>(
      sql`update orders.orders set settled_at = ${at} where id = ${event.orderId} and settled_at is null returning companion_id`,
    )
    if (order?.companion_id)
      pushPassing(tx, {
        topic: `companion:${order.companion_id}`,
        kind: 'task',
        body: { orderId: event.orderId, kind: 'settled' },
        now: system.clock.now(),
      })
  })
}

/** Told when it was approved, and again when it arrived. */
export async function noteCompensated(system: System, event: EventPayload<'payments.compensated'>): Promise<void> {
  await system.db.tx(async (tx) => {
    const order = await lockOrder(tx, event.orderId)
    if (!order) return
    const isNew = await tx.run(
      sql`insert into orders.refunds_told (refund_key, order_id) values (${`claim:${event.claimId}:${event.isPaid ? 'paid' : 'approved'}`}, ${order.id}) on conflict do nothing`,
    )
    if (isNew === 0) return
    await note(system, tx, order, {
      ...quietly,
      kind: 'compensated',
      sentence: event.sentence,
      publicSentence: event.isPaid ? '平台赔付已到账' : '平台已批准赔付',
      amountFen: event.amountFen,
    })
  })
}
