/** What payments promises other modules; the only file of this folder that they import. */
export { checkBooks } from './books/check-books.ts'
export { moneyOf, moneyOfMany, postingsOf, type OrderMoney } from './books/read-money.ts'
export { checkPayment, closePayments } from './collecting/check-payment.ts'
export { openPayment, type PaymentWish } from './collecting/open-payment.ts'
export { CLAIM_REFUND_PREFIX } from './refunds/refund-money.ts'
export { firstPaidAt, moneyFigures, type MoneyFigures } from './fund/figures.ts'
