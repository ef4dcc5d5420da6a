/** How much of the price comes back when a visit is called off. Data, shown before booking and kept with the order. Pure. */
import type { OrderState, RefundPreview } from '@banyi/contract/orders'
import { percentOf, yuan } from '../core/money.ts'

export interface RefundRule {
  fromHours: number
  refundPercent: number
  text: string
}
/** by hours before the start; the first that fits counts */
export const refundRules: RefundRule[] = [
  { fromHours: 24, refundPercent: 100, text: '提前 24 小时以上取消，全额退款' },
  { fromHours: 4, refundPercent: 80, text: '提前 4 到 24 小时取消，退 80%' },
  { fromHours: 0, refundPercent: 50, text: '开始前 4 小时内取消，退 50%' },
]
export const AFTER_DEPARTURE_PERCENT = 30
export const PATIENT_NO_SHOW_PERCENT = 30
const HOUR = 3_600_000

export interface RefundFacts {
  state: OrderState
  /** what the family paid for the service */
  paidFen: number
  premiumFen: number
  refundDueFen: number
  startsAt: Date
  /** nobody has accepted: the family is never the one who pays for that */
  hasAcceptedCompanion: boolean
  rules: RefundRule[]
  /** what was in force when a near visit was moved; 100 when none was */
  capPercent: number
  version: number
}

/** What the family would get back now; never more than what is left of the price. */
export function previewRefund(facts: RefundFacts, now: Date): RefundPreview {
  const { percent, why } = percentNow(facts, now)
  const left = facts.paidFen - facts.refundDueFen
  // a share of what is left: what was given back already (a service that is no longer needed) is no part of the price
  const refundFen = facts.state === 'booked' ? 0 : percentOf(left, percent)
  const premiumFen = facts.state === 'booked' ? 0 : facts.premiumFen
  const keptFen = facts.state === 'booked' ? 0 : left - refundFen
  const sentence =
    facts.state === 'booked'
      ? '还没有支付，取消不收费用'
      : `${why}，退 ${yuan(refundFen)}${keptFen > 0 ? `，收取 ${yuan(keptFen)}` : ''}，原路返回${premiumFen > 0 ? `；保险公司退保后另退保费 ${yuan(premiumFen)}` : ''}`
  return {
    refundFen,
    keptFen,
    refundPercent: percent,
    premiumFen,
    sentence,
    rules: facts.rules,
    version: facts.version,
  }
}

function percentNow(facts: RefundFacts, now: Date): { percent: number; why: string } {
  if (facts.state === 'booked') return { percent: 100, why: '还没有支付' }
  if (facts.state === 'paid' && !facts.hasAcceptedCompanion) return { percent: 100, why: '还没有陪诊员接单' }
  if (facts.state !== 'paid' && facts.state !== 'accepted')
    return { percent: AFTER_DEPARTURE_PERCENT, why: '陪诊员已经出发' }
  const hours = (facts.startsAt.getTime() - now.getTime()) / HOUR
  const rule = facts.rules.find((each) => hours >= each.fromHours) ?? facts.rules.at(-1)
  if (!rule) return { percent: 0, why: '' }
  if (rule.refundPercent > facts.capPercent) return { percent: facts.capPercent, why: '临近开始时改过期' }
  return { percent: rule.refundPercent, why: rule.text.split('，')[0] ?? '' }
}
