/** The payer's side, which the real vendor keeps inside the WeChat app: reading a payment request, paying, refusing. */
import type { World } from '../core/world.ts'
import { paySignMessage, verifyRsa } from '../wire/wxpay-sign.ts'
import { addPaymentFlows } from './merchant-account.ts'
import { notify } from './notify.ts'
import { findOrder, findOrderByPrepay, newTransactionId, orderView, type PayOrder } from './orders.ts'
import { PREPAY_LIFE_MS } from './prepay.ts'

export type PaymentRequest = {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}
export type PaymentProblem =
  | 'missing-field'
  | 'wrong-appid'
  | 'wrong-sign-type'
  | 'bad-pay-sign'
  | 'unknown-prepay-id'
  | 'prepay-id-expired'
  | 'already-paid'
  | 'closed'

export type PaymentView = { problem?: PaymentProblem; order?: PayOrder }

/** Everything is checked before anything is shown: a real wallet does not open on a bad paySign either. */
export function readPayment(world: World, wish: Partial<PaymentRequest>): PaymentView {
  const { appId, timeStamp, nonceStr, package: pack, signType, paySign } = wish
  if (!appId || !timeStamp || !nonceStr || !pack || !signType || !paySign) return { problem: 'missing-field' }
  if (appId !== world.keys.wechat.appid) return { problem: 'wrong-appid' }
  if (signType !== 'RSA') return { problem: 'wrong-sign-type' }
  const message = paySignMessage(appId, timeStamp, nonceStr, pack)
  if (!verifyRsa(message, paySign, world.keys.wxpay.merchantPublicKey)) return { problem: 'bad-pay-sign' }
  const order = findOrderByPrepay(world, pack.replace(/^prepay_id=/, ''))
  if (!order || !pack.startsWith('prepay_id=')) return { problem: 'unknown-prepay-id' }
  if (order.state === 'CLOSED') return { problem: 'closed', order }
  if (order.state !== 'NOTPAY') return { problem: 'already-paid', order }
  if (order.prepay_at + PREPAY_LIFE_MS <= world.clock.now()) return { problem: 'prepay-id-expired', order }
  return { order }
}

/** Money moves and the callback is written in one transaction. */
export function takePayment(world: World, order: PayOrder): PayOrder {
  return world.state.tx(() => {
    world.state.run(
      `update pay_orders set state = 'SUCCESS', transaction_id = ?, paid_at = ? where out_trade_no = ? and state = 'NOTPAY'`,
      newTransactionId(world),
      world.clock.now(),
      order.out_trade_no,
    )
    const paid = findOrder(world, order.out_trade_no) ?? order
    addPaymentFlows(world, {
      at: paid.paid_at ?? world.clock.now(),
      ref: paid.transaction_id ?? '',
      voucher: paid.out_trade_no,
      fen: paid.total,
    })
    notify(world, {
      event: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      originalType: 'transaction',
      subject: paid.out_trade_no,
      url: paid.notify_url,
      resource: orderView(world, paid),
    })
    return paid
  })
}

export function pay(world: World, wish: Partial<PaymentRequest>): PaymentView {
  const view = readPayment(world, wish)
  return view.problem || !view.order ? view : { order: takePayment(world, view.order) }
}
