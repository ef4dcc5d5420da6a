/** What a decision means for both sides, before it is made. The server's settlement is the fact; this is its formula in short. */
import type { BornBy, Income } from '@banyi/contract/orders/after-sales'
import type { OperatorOrder } from '@banyi/contract/orders'

type Seen = Pick<OperatorOrder, 'lines' | 'money'> & { income: Pick<Income, 'lines'> | null }

const sum = (lines: readonly { code: string; amountFen: number }[], codes: readonly string[]): number =>
  lines.filter(({ code }) => codes.includes(code)).reduce((total, line) => total + line.amountFen, 0)

/** of the price, insurance and coupons apart */
export const serviceFenOf = ({ lines }: Pick<OperatorOrder, 'lines'>): number =>
  lines
    .filter(({ code }) => !code.startsWith('insurance:') && !code.startsWith('coupon:'))
    .reduce((total, line) => total + line.amountFen, 0)

/** what the companion gets after this refund, tips apart; null where nobody earns anything here */
export const incomeAfter = (order: Seen, refundFen: number, bornBy: BornBy, leftFen: number): number | null => {
  const lines = order.income?.lines ?? []
  const priceFen = sum(lines, ['price'])
  if (priceFen === 0) return null
  const baseFen = priceFen + sum(lines, ['refund'])
  const share = baseFen === 0 ? 0 : (baseFen + sum(lines, ['commission'])) / baseFen
  const ownFen = -sum(lines, ['refund-own'])
  const service = serviceFenOf(order)
  const paid = service - order.money.couponFen
  // a part of the coupon goes back with what goes back of the price
  const gone = paid === 0 ? 0 : Math.round((refundFen * service) / paid)
  const kept = Math.max(0, paid === 0 ? 0 : Math.round(((leftFen - refundFen) * service) / paid))
  const wanted =
    bornBy === 'shared'
      ? Math.round((baseFen - gone) * share) - ownFen
      : Math.round(baseFen * share) - ownFen - (bornBy === 'companion' ? gone : 0)
  return Math.max(0, Math.min(wanted, kept))
}
