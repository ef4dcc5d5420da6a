/**
 * Coupon and insurance in a quote. What does not fit is left out and said in a remark: booking with the quote that came
 * back is honest, because it holds only what is really in it.
 */
import type { PackageKind, PriceItem } from '@banyi/contract/orders'
import { AppError } from '../../core/errors.ts'
import { priceCoupon } from '../../coupons/index.ts'
import { requireOffer } from '../../insurance/index.ts'
import type { AccountContext } from '../../system.ts'
import type { QuoteFacts } from './quote-token.ts'

export interface Extra<T> {
  fen: number
  lines: PriceItem[]
  remarks: string[]
  facts: T | null
}
const NONE = { fen: 0, lines: [], remarks: [], facts: null }

/** a refusal for people becomes a remark; anything else is a fault */
async function orRemark<T>(ask: () => Promise<Extra<T>>): Promise<Extra<T>> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return { ...NONE, remarks: [error.message] }
    throw error
  }
}

export function addCoupon(
  c: AccountContext,
  couponId: string | null,
  serviceFen: number,
): Promise<Extra<QuoteFacts['coupon']>> {
  if (couponId === null) return Promise.resolve(NONE)
  return orRemark(async () => {
    const coupon = await priceCoupon(c, { accountId: c.viewer.accountId, couponId, serviceFen, now: c.clock.now() })
    return {
      fen: coupon.offFen,
      lines: [
        {
          code: `coupon:${coupon.funderCode}`,
          name: coupon.name,
          amountFen: -coupon.offFen,
          note: `由${coupon.funderName}出资`,
        },
      ],
      remarks: [],
      facts: { id: coupon.couponId, name: coupon.name, funderCode: coupon.funderCode },
    }
  })
}

/** The premium is the insurer's price, as it was offered for this very visit. */
export function addInsurance(
  c: AccountContext,
  offerId: string | null,
  visit: { hospitalId: string; packageKind: PackageKind; startsAt: Date },
): Promise<Extra<QuoteFacts['insurance']>> {
  if (offerId === null) return Promise.resolve(NONE)
  return orRemark(async () => {
    const offer = await requireOffer(c, { accountId: c.viewer.accountId, offerId, ...visit })
    return {
      fen: offer.premiumFen,
      lines: [
        {
          code: `insurance:${offer.planCode}`,
          name: offer.planName,
          amountFen: offer.premiumFen,
          note: `由${offer.insurerName}承保`,
        },
      ],
      remarks: [],
      facts: { offerId: offer.offerId, planCode: offer.planCode, planName: offer.planName },
    }
  })
}
