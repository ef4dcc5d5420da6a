/** The whole price before anything is paid: line by line, signed, valid for a quarter of an hour. */
import { randomUUID } from 'node:crypto'
import type { contract } from '@banyi/contract'
import type { Segment } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { requireCompanion, type KnownCompanion } from '../../companions/index.ts'
import { addDays, addMinutes, shanghaiTime } from '../../core/clock.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { requireHospital } from '../../hospitals/index.ts'
import type { AccountContext } from '../../system.ts'
import { currentTemplateVersion } from '../../contracts/index.ts'
import { effectiveAddOns, incomeOf, priceLines, totalOf } from '../order-price.ts'
import { isErrand } from '../order-states.ts'
import { packages } from '../order-words.ts'
import { refundRules } from '../refund-rules.ts'
import { addCoupon, addInsurance } from './price-extras.ts'
import { requirePriceList } from './price-list.ts'
import { writeQuote } from './quote-token.ts'

type Api = typeof contract.orders
const VALID_MINUTES = 15
const LEAD_MINUTES = 60
const AHEAD_DAYS = 60
/** the only city so far; hospitals elsewhere can be in the directory but have no prices */
export const CITY = '上海市'

export async function getQuote(
  c: AccountContext,
  { body }: InputOf<Api['getQuote']>,
): Promise<ReturnOf<Api['getQuote']>> {
  const startsAt = checkStart(new Date(body.startsAt), c.clock.now(), isErrand(body.packageKind))
  const [hospital, list, companion] = await Promise.all([
    requireHospital(c, body.hospitalId),
    requirePriceList(c, CITY),
    body.companionId ? requireCompanion(c, body.companionId) : null,
  ])
  if (companion) checkCompanion(companion, body.segment)
  const addOns = effectiveAddOns(body.addOns, startsAt)
  const services = priceLines(new Map(Object.entries(list.items)), { ...body, addOns })
  const serviceFen = totalOf(services)
  const [coupon, insurance] = await Promise.all([
    addCoupon(c, body.couponId, serviceFen),
    addInsurance(c, body.insuranceOfferId, { hospitalId: hospital.id, packageKind: body.packageKind, startsAt }),
  ])
  const expiresAt = addMinutes(c.clock.now(), VALID_MINUTES).toISOString()
  const endsAt = addMinutes(startsAt, packages[body.packageKind].minutes).toISOString()
  const shown = {
    lines: [...services, ...coupon.lines, ...insurance.lines],
    totalFen: serviceFen - coupon.fen + insurance.fen,
    serviceFen,
    couponFen: coupon.fen,
    premiumFen: insurance.fen,
    contractVersion: currentTemplateVersion(),
    startsAt: startsAt.toISOString(),
    endsAt,
    expiresAt,
    refundRules,
    priceVersion: list.version,
  }
  const token = writeQuote(c.config.QUOTE_SECRET, {
    ...shown,
    id: randomUUID(),
    accountId: c.viewer.accountId,
    hospitalId: hospital.id,
    packageKind: body.packageKind,
    segment: body.segment,
    addOns,
    companionId: body.companionId,
    coupon: coupon.facts,
    insurance: insurance.facts,
    incomeFen: incomeOf(serviceFen, list.companion_percent),
    companionPercent: list.companion_percent,
    city: CITY,
  })
  return { token, ...shown, remarks: [...coupon.remarks, ...insurance.remarks] }
}

/** Whom a family may choose. Throws NOT_ALLOWED_NOW, INVALID. */
export function checkCompanion(companion: KnownCompanion, segment: Segment): void {
  if (companion.status !== 'active') throw new AppError('NOT_ALLOWED_NOW', `${companion.name} 暂时不接单，请换一位`)
  if (!companion.segments.includes(segment)) throw invalid('companionId', '这位陪诊员没有这个类型的资格')
}

/** On a five-minute mark, an hour to sixty days ahead, at an hour when hospitals receive people. Throws INVALID. */
export function checkStart(startsAt: Date, now: Date, errand: boolean): Date {
  const time = shanghaiTime(startsAt)
  if (startsAt.getTime() % 300_000 !== 0) throw invalid('startsAt', '时间请选整 5 分钟')
  if (startsAt < addMinutes(now, LEAD_MINUTES)) throw invalid('startsAt', '请至少提前 1 小时预约')
  if (startsAt > addDays(now, AHEAD_DAYS)) throw invalid('startsAt', '最多提前 60 天预约')
  if (errand ? time < '08:00' || time > '17:00' : time < '06:00' || time > '20:00')
    throw invalid('startsAt', errand ? '代办时间为 8:00 到 17:00' : '服务时间为 6:00 到 20:00')
  return startsAt
}
