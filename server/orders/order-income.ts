/**
 * What an order brings to whom, in whole fen. Pure: no clock, no database.
 * S = service - coupon is what the family pays for the service. What goes back of S takes the same share of the coupon
 * with it, back to its funder; the rest of both is kept, and the companion's part is a share of what is kept.
 */
import { percentOf } from '../core/money.ts'

export interface MoneyFacts {
  serviceFen: number
  couponFen: number
  companionPercent: number
  /** of S, asked back so far; the next two are parts of it */
  refundFen: number
  byPlatformFen: number
  byCompanionFen: number
  /** false: nobody had accepted, all that is kept is ours */
  hasCompanion: boolean
}
export interface IncomeLine {
  code: string
  name: string
  amountFen: number
  why: string
}
export interface Settlement {
  /** of S and of the coupon: income + commission */
  keptFen: number
  incomeFen: number
  couponBackFen: number
  /** they sum to incomeFen */
  lines: IncomeLine[]
}

/** the coupon's share of a part of S; all of S takes all of the coupon with it */
function couponShare({ serviceFen, couponFen }: MoneyFacts, partFen: number): number {
  const paidFen = serviceFen - couponFen
  if (paidFen === 0 || couponFen === 0) return 0
  return partFen >= paidFen ? couponFen : Number((BigInt(couponFen) * BigInt(partFen)) / BigInt(paidFen))
}

export function settlementOf(facts: MoneyFacts): Settlement {
  const { serviceFen, refundFen } = facts
  const couponBackFen = couponShare(facts, refundFen)
  const keptFen = serviceFen - refundFen - couponBackFen
  const lines = facts.hasCompanion ? incomeLines(facts, keptFen) : []
  return { keptFen, couponBackFen, lines, incomeFen: lines.reduce((sum, line) => sum + line.amountFen, 0) }
}

function incomeLines(facts: MoneyFacts, keptFen: number): IncomeLine[] {
  const { serviceFen, couponFen, companionPercent, refundFen, byPlatformFen, byCompanionFen } = facts
  const sharedFen = withCoupon(facts, refundFen - byPlatformFen - byCompanionFen)
  const herFen = withCoupon(facts, byCompanionFen)
  const baseFen = serviceFen - sharedFen
  const partFen = percentOf(baseFen, companionPercent)
  const lines: IncomeLine[] = [{ code: 'price', name: '服务价格', amountFen: serviceFen, why: '下单时的报价' }]
  if (couponFen > 0) lines.push({ code: 'coupon', name: '优惠券', amountFen: 0, why: '由出资方承担，不影响您的收入' })
  if (sharedFen > 0)
    lines.push({ code: 'refund', name: '退给家属', amountFen: -sharedFen, why: '退款按比例共同承担，这部分不计入收入' })
  lines.push({
    code: 'commission',
    name: '平台服务费',
    amountFen: partFen - baseFen,
    why: sharedFen > 0 ? `退款后服务价格的 ${100 - companionPercent}%` : `服务价格的 ${100 - companionPercent}%`,
  })
  if (herFen > 0) lines.push({ code: 'refund-own', name: '退给家属', amountFen: -herFen, why: '平台决定由您承担' })
  // neither a debt nor more than is left of the money
  const wanted = partFen - herFen
  const incomeFen = Math.max(0, Math.min(wanted, keptFen))
  if (incomeFen !== wanted)
    lines.push({
      code: 'adjustment',
      name: '调整',
      amountFen: incomeFen - wanted,
      why: incomeFen > wanted ? '不从您的余额里另扣' : '不超过退款后留下的金额',
    })
  return lines
}
const withCoupon = (facts: MoneyFacts, partFen: number): number => partFen + couponShare(facts, partFen)
