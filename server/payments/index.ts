/** What payments promises other modules; the only file of this folder that they import. */
export { checkBooks } from './check-books.ts'
export { checkPayment, closePayments } from './check-payment.ts'
export { openPayment, type PaymentWish } from './open-payment.ts'
export { moneyOf, moneyOfMany, postingsOf } from './read-money.ts'
