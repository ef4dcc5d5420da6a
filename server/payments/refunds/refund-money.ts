/** Where the money of a refund comes from, and where it goes back to when it fails: the very accounts it was taken from. */
import type { Entry } from '../books/books.ts'
import { FUND, heldOf, PREMIUM, refundingOf } from '../books/books.ts'
import type { RefundRow } from './refund-queries.ts'

/** claim:<claim>: a compensation from the fund. Orders never made such a key and leaves it alone. */
export const CLAIM_REFUND_PREFIX = 'claim:'

export type RefundMoney = Pick<RefundRow, 'order_id' | 'amount_fen' | 'premium_fen' | 'claim_id'>

const sourcesOf = ({
  order_id: orderId,
  amount_fen: fen,
  premium_fen: premiumFen,
  claim_id: claimId,
}: RefundMoney): Entry[] =>
  claimId
    ? [{ account: FUND, amountFen: fen }]
    : [
        { account: heldOf(orderId), amountFen: fen - premiumFen },
        { account: PREMIUM, amountFen: premiumFen },
      ]

export const promised = (refund: RefundMoney): Entry[] => [
  ...sourcesOf(refund),
  { account: refundingOf(refund.order_id), amountFen: -refund.amount_fen },
]
export const givenUp = (refund: RefundMoney): Entry[] =>
  promised(refund).map(({ account, amountFen }) => ({ account, amountFen: -amountFen }))

/** it had been given up, and arrived all the same: taken from there again */
export const sourcesAgain = sourcesOf
