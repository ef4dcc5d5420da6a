/**
 * Promise to orders: what wx.requestPayment needs. The row is written before the provider is asked, so a crash leaves a
 * number that can be asked after; the same open payment is used again while it is valid; a new number is made only after
 * the old one is closed at the provider.
 */
import { addSeconds } from '../../core/clock.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { PayRefusal } from '../../outside/wechat-pay/client.ts'
import type { PaymentSignature } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { captureIfPaid, closePayment, QUERY_LADDER } from './follow-payment.ts'
import { followPaymentAt } from '../follow-key.ts'
import { newPaymentNumber } from '../numbers.ts'
import {
  insertPayment,
  listPayments,
  markClosed,
  markPrepaid,
  type PaymentRow,
  type Purpose,
} from './payment-queries.ts'

export interface PaymentWish {
  orderId: string
  accountId: string
  openid: string
  amountFen: number
  description: string
  orderNumber: string
  expiresAt: Date
  /** tip: thanks for a visit that is over, all of it the payee's (a companion); otherwise the order itself */
  purpose?: Purpose
  payeeId?: string
}
const purposeOf = (wish: PaymentWish): Purpose => wish.purpose ?? 'order'

/** a prepay_id works for two hours at the provider; some minutes are left to pay in */
const PREPAY_ID_SECONDS = 110 * 60
/** the provider takes no expiry nearer than a minute; whoever pays in between is refunded through orders */
const SHORTEST_SECONDS = 65
const MAX_ROUNDS = 4

export async function openPayment(system: System, wish: PaymentWish): Promise<PaymentSignature> {
  if (!Number.isSafeInteger(wish.amountFen) || wish.amountFen < 1) throw invalid('amountFen', '没有需要支付的金额')
  if ((purposeOf(wish) === 'tip') !== (wish.payeeId !== undefined))
    throw new Error('a tip, and only a tip, has a payee')
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const payment = await findOrInsert(system, wish)
    if (!isUsable(payment, wish, system.clock.now())) {
      if (!(await closePayment(system, payment))) throw alreadyPaid(purposeOf(wish))
      continue
    }
    const prepayId = await prepayIdOf(system, payment)
    if (prepayId) return system.outside.wechatPay.signPayment(prepayId, system.clock.now())
  }
  throw new AppError('CONFLICT', '支付正在处理，请稍后再试')
}

/** The open payment of the order, or a new one with its follow-up in the same transaction. */
function findOrInsert(system: System, wish: PaymentWish): Promise<PaymentRow> {
  return inBooks(system, async (tx) => {
    const now = system.clock.now()
    const number = newPaymentNumber(now)
    const nearest = addSeconds(now, SHORTEST_SECONDS)
    const row = {
      number,
      purpose: purposeOf(wish),
      payee_id: wish.payeeId ?? null,
      order_id: wish.orderId,
      account_id: wish.accountId,
      openid: wish.openid,
      amount_fen: wish.amountFen,
      description: `${wish.description} ${wish.orderNumber}`.slice(0, 120),
      attach: wish.orderNumber,
      expires_at: wish.expiresAt < nearest ? nearest : wish.expiresAt,
    }
    const before = await listPayments(tx, wish.orderId, row.purpose)
    if (before.some(({ state }) => state === 'captured')) throw alreadyPaid(row.purpose)
    const open = before.find(isOpen)
    if (open) return open
    if (wish.expiresAt <= now) throw new AppError('EXPIRED', '超过支付时间，请重新预约')
    if (await insertPayment(tx, row, now))
      await followPaymentAt(tx, { number, step: 0 }, now, addSeconds(now, QUERY_LADDER[0] ?? 10))
    const after = await listPayments(tx, wish.orderId, row.purpose)
    const mine = after.find(isOpen)
    if (!mine)
      throw after.some(({ state }) => state === 'captured')
        ? alreadyPaid(row.purpose)
        : new AppError('CONFLICT', '支付正在处理，请稍后再试')
    return mine
  })
}

const isOpen = ({ state }: PaymentRow): boolean => state === 'created' || state === 'prepaid'

const isUsable = (payment: PaymentRow, wish: PaymentWish, now: Date): boolean =>
  payment.openid === wish.openid &&
  payment.amount_fen === wish.amountFen &&
  payment.payee_id === (wish.payeeId ?? null) &&
  payment.expires_at > now

/** Null: this number cannot be used any more and is closed, try another. */
async function prepayIdOf(system: System, payment: PaymentRow): Promise<string | null> {
  const { number, prepay_id: known, prepaid_at: at } = payment
  if (known && at && addSeconds(at, PREPAY_ID_SECONDS) > system.clock.now()) return known
  try {
    const { prepayId } = await system.outside.wechatPay.prepay({
      number,
      amountFen: payment.amount_fen,
      description: payment.description,
      openid: payment.openid,
      expiresAt: payment.expires_at,
      attach: payment.attach,
    })
    const isOpenStill = await inBooks(system, (tx) => markPrepaid(tx, number, prepayId, system.clock.now()))
    // closed while we asked: the order is over, or another payer was quicker
    if (!isOpenStill) throw new AppError('CONFLICT', '支付已经变化，请看最新情况后再操作')
    return prepayId
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error
    return afterRefusal(system, payment, error)
  }
}

/** 重入参数不一致: the number exists there with other words (our notify address moved). */
const CHANGED_BODY = '268498688'

async function afterRefusal(system: System, payment: PaymentRow, refusal: PayRefusal): Promise<null> {
  const { vendorCode } = refusal
  if (vendorCode === 'ORDER_CLOSED') {
    await inBooks(system, (tx) => markClosed(tx, payment.number, system.clock.now()))
    return null
  }
  if (vendorCode === 'ORDERPAID' || vendorCode === 'OUT_TRADE_NO_USED' || refusal.requestCode === CHANGED_BODY) {
    if (
      (vendorCode === 'ORDERPAID' && (await captureIfPaid(system, payment))) ||
      !(await closePayment(system, payment))
    )
      throw alreadyPaid(payment.purpose)
    return null
  }
  throw refusal
}

const alreadyPaid = (purpose: Purpose): AppError =>
  new AppError('NOT_ALLOWED_NOW', purpose === 'tip' ? '这个订单已经送过感谢红包' : '这个订单已经支付')
