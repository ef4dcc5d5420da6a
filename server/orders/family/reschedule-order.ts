/** Another time, the same companion; what it costs or gives back is shown first. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { ReschedulePreview } from '@banyi/contract/orders'
import { isFree, moveReservation } from '../../companions/index.ts'
import { addMinutes } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { sql } from '../../core/sql.ts'
import { sayMoment, sayTime } from '../../core/words.ts'
import type { AccountContext } from '../../system.ts'
import { reviseForTime } from '../agreements.ts'
import { carryOut } from '../command.ts'
import { leftOf, paidForService, newRefund } from '../order-money.ts'
import { findOrderOfAccount, type OrderRow } from '../order-queries.ts'
import { isEarly } from '../order-price.ts'
import { isAllowed, isErrand } from '../order-states.ts'
import { packages } from '../order-words.ts'
import { checkStart } from '../prices/get-quote.ts'
import { contactOf, progress } from '../progress.ts'
import { promiseRefund } from '../refunds.ts'
import { planUnanswered } from '../unanswered.ts'
import { refundNow } from './cancel-order.ts'
import { MAX_RESCHEDULES, showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders
const MIN_HOURS = 2

export async function previewReschedule(
  c: AccountContext,
  { params, query }: InputOf<Api['previewReschedule']>,
): Promise<ReturnOf<Api['previewReschedule']>> {
  const order = await findOrderOfAccount(c.db, params.id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  const plan = planChange(c, order, new Date(query.startsAt))
  const isPossible =
    plan.refusal === null &&
    (order.companion_id === null ||
      (await isFree(c, {
        companionId: order.companion_id,
        orderId: order.id,
        startsAt: plan.startsAt,
        endsAt: plan.endsAt,
      })))
  const sentence = plan.refusal ?? (isPossible ? plan.sentence : '陪诊员这个时间没有空，请换一个时间')
  return {
    startsAt: plan.startsAt.toISOString(),
    endsAt: plan.endsAt.toISOString(),
    isPossible,
    sentence,
    refundFen: isPossible ? plan.refundFen : 0,
    changesLeft: Math.max(0, MAX_RESCHEDULES - order.reschedules),
    version: order.version,
  } satisfies ReschedulePreview
}

export async function rescheduleOrder(
  c: AccountContext,
  { params, body }: InputOf<Api['rescheduleOrder']>,
): Promise<ReturnOf<Api['rescheduleOrder']>> {
  const { accountId } = c.viewer
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'reschedule',
      refusal: '现在不能改期了',
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    async (tx, order) => {
      const plan = planChange(c, order, new Date(body.startsAt))
      if (plan.refusal !== null)
        throw new AppError('NOT_ALLOWED_NOW', plan.refusal, { fields: { startsAt: plan.refusal } })
      const now = c.clock.now()
      if (order.companion_id)
        await moveReservation(tx, {
          companionId: order.companion_id,
          orderId: order.id,
          startsAt: plan.startsAt,
          endsAt: plan.endsAt,
          now,
        })
      const addOns = isEarly(plan.startsAt) ? order.add_ons : order.add_ons.filter((each) => each !== 'early-morning')
      const moved = await progress(c, tx, order, {
        kind: 'rescheduled',
        state: order.state,
        sentence: `已改到 ${sayMoment(plan.startsAt)}`,
        byWhom: 'family',
        actorId: accountId,
        companion: await contactOf(c, tx, order),
        changes: sql`starts_at = ${plan.startsAt}, ends_at = ${plan.endsAt}, reschedules = reschedules + 1, add_ons = ${addOns}, ${newRefund(plan.refundFen)}, refund_cap_percent = ${plan.capPercent}`,
      })
      await reviseForTime(tx, moved, { name: '退回清晨服务', fen: plan.refundFen }, now)
      if (moved.state === 'paid') await planUnanswered(tx, moved, now)
      if (plan.refundFen > 0)
        await promiseRefund(tx, {
          orderId: order.id,
          refundKey: `${order.id}:reschedule-${moved.reschedules}`,
          amountFen: plan.refundFen,
          reason: '改期后不再需要清晨服务',
          now,
        })
    },
  )
  return showFamilyOrder(c, params.id)
}

/** Pure but for the clock: what the change means, or why it cannot be. */
function planChange(
  c: AccountContext,
  order: OrderRow,
  startsAt: Date,
): { startsAt: Date; endsAt: Date; refusal: string | null; sentence: string; refundFen: number; capPercent: number } {
  const endsAt = addMinutes(startsAt, packages[order.package_kind].minutes)
  // given back once: then the order has the early service no more
  const hasEarly = order.add_ons.includes('early-morning')
  const early = order.quote.lines.find((line) => line.code === 'add-on:early-morning')
  const refundFen =
    hasEarly && early && !isEarly(startsAt) ? Math.min(earlyShare(order, early.amountFen), leftOf(order)) : 0
  const left = MAX_RESCHEDULES - order.reschedules - 1
  // moving a near visit far ahead does not make calling it off free
  const capPercent = refundNow(c, order).refundPercent
  const sentence = `改到 ${sayTime(startsAt, c.clock.now())}，${refundFen > 0 ? `退回清晨服务费 ${yuan(refundFen)}` : '不另收费'}，陪诊员不变，之后还可改 ${left} 次${capPercent < 100 ? `；改期后再取消最多退 ${capPercent}%` : ''}`
  return { startsAt, endsAt, sentence, refundFen, capPercent, refusal: refusalOf(c, order, startsAt, hasEarly) }
}

/** of a price with a coupon the family paid only a part, and that part comes back; the coupon's part goes to its funder */
const earlyShare = (order: OrderRow, amountFen: number): number =>
  Math.floor((amountFen * paidForService(order)) / order.service_fen)

function refusalOf(c: AccountContext, order: OrderRow, startsAt: Date, hasEarly: boolean): string | null {
  if (!isAllowed('reschedule', order.state)) return '现在不能改期了'
  if (order.reschedules >= MAX_RESCHEDULES) return `每个订单最多改期 ${MAX_RESCHEDULES} 次`
  if (order.starts_at.getTime() - c.clock.now().getTime() < MIN_HOURS * 3_600_000)
    return `开始前 ${MIN_HOURS} 小时内不能改期`
  if (startsAt.getTime() === order.starts_at.getTime()) return '和现在的时间一样'
  if (isEarly(startsAt) && !hasEarly) return '7:30 前需要清晨服务，请取消后重新预约'
  try {
    checkStart(startsAt, c.clock.now(), isErrand(order.package_kind))
    return null
  } catch (error) {
    return error instanceof AppError ? error.message : '时间不合适'
  }
}
