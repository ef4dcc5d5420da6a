/** The signed quote. The client carries it back; nobody without QUOTE_SECRET can change a price, a time or a companion. */
import { createHmac, createSecretKey } from 'node:crypto'
import type { AddOn, PackageKind, PriceItem } from '@banyi/contract/orders'
import type { Segment } from '@banyi/contract/companions'
import { isSameSecret } from '../../core/crypto/keyed-hash.ts'
import { AppError, invalid } from '../../core/errors.ts'
import type { RefundRule } from '../refund-rules.ts'

export interface QuoteFacts {
  /** a quote books once */
  id: string
  accountId: string
  hospitalId: string
  packageKind: PackageKind
  segment: Segment
  addOns: AddOn[]
  startsAt: string
  endsAt: string
  companionId: string | null
  lines: PriceItem[]
  /** what the family pays: service - coupon + premium */
  totalFen: number
  serviceFen: number
  couponFen: number
  premiumFen: number
  coupon: { id: string; name: string; funderCode: string } | null
  insurance: { offerId: string; planCode: string; planName: string } | null
  contractVersion: number
  /** of the service: neither coupon nor insurance change it */
  incomeFen: number
  companionPercent: number
  priceVersion: number
  city: string
  refundRules: RefundRule[]
  expiresAt: string
}

const sign = (secret: string, body: string): string =>
  createHmac('sha256', createSecretKey(Buffer.from(secret)))
    .update('quote\0')
    .update(body)
    .digest('base64url')

export function writeQuote(secret: string, facts: QuoteFacts): string {
  const body = Buffer.from(JSON.stringify(facts)).toString('base64url')
  return `${body}.${sign(secret, body)}`
}

/** Throws INVALID for anything not signed here, EXPIRED when its minutes are over. */
export function readQuote(secret: string, token: string, now: Date): QuoteFacts {
  const [body = '', signature = '', ...rest] = token.split('.')
  if (rest.length > 0 || !isSameSecret(signature, sign(secret, body)))
    throw invalid('quoteToken', '报价无效，请重新获取')
  const facts = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as QuoteFacts
  if (new Date(facts.expiresAt) <= now)
    throw new AppError('EXPIRED', '报价已过期，请重新获取', { fields: { quoteToken: '已过期' } })
  return facts
}
