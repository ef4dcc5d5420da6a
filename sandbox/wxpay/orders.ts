/** The life of an order: NOTPAY -> SUCCESS -> REFUND, or NOTPAY -> CLOSED. An order past its time is closed without a word. */
import { randomBytes } from 'node:crypto'
import { jsonReply, type SimReply } from '../core/http.ts'
import { shanghaiIso } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { orderNotFound, PayError, REQUEST_CODES } from './errors.ts'

type PayOrderState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'
export type PayOrder = {
  out_trade_no: string
  transaction_id: string | null
  prepay_id: string
  prepay_at: number
  fingerprint: string
  description: string
  attach: string
  notify_url: string
  openid: string
  total: number
  state: PayOrderState
  expires_at: number
  created_at: number
  paid_at: number | null
  closed_at: number | null
}

const STATE_TEXTS: Record<PayOrderState, string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款',
  CLOSED: '订单已关闭',
}

function refresh(world: World, order: PayOrder | undefined): PayOrder | undefined {
  if (order?.state !== 'NOTPAY' || order.expires_at > world.clock.now()) return order
  world.state.run(
    `update pay_orders set state = 'CLOSED', closed_at = expires_at where out_trade_no = ? and state = 'NOTPAY'`,
    order.out_trade_no,
  )
  return { ...order, state: 'CLOSED', closed_at: order.expires_at }
}

export function findOrder(world: World, outTradeNo: string): PayOrder | undefined {
  return refresh(world, world.state.one<PayOrder>('select * from pay_orders where out_trade_no = ?', outTradeNo))
}

export function findOrderByTransaction(world: World, transactionId: string): PayOrder | undefined {
  return world.state.one<PayOrder>('select * from pay_orders where transaction_id = ?', transactionId)
}

export function findOrderByPrepay(world: World, prepayId: string): PayOrder | undefined {
  return refresh(world, world.state.one<PayOrder>('select * from pay_orders where prepay_id = ?', prepayId))
}

export function listOrders(world: World): PayOrder[] {
  return world.state.all<PayOrder>('select * from pay_orders order by created_at desc, rowid desc limit 200')
}

/** 28 digits like the real ones: 42000, the day, a running part. */
export function newTransactionId(world: World): string {
  const day = shanghaiIso(world.clock.now()).slice(0, 10).replaceAll('-', '')
  const digits = BigInt(`0x${randomBytes(8).toString('hex')}`)
    .toString()
    .padStart(20, '0')
    .slice(-10)
  return `4200009999${day}${digits}`
}

/** The shape of a query's answer and of a payment callback's resource. */
export function orderView(world: World, order: PayOrder): Record<string, unknown> {
  const { appid } = world.keys.wechat
  const base = { appid, mchid: world.keys.wxpay.mchid, out_trade_no: order.out_trade_no, attach: order.attach }
  const state = { trade_state: order.state, trade_state_desc: STATE_TEXTS[order.state] }
  const amount = { total: order.total, currency: 'CNY' }
  if (order.paid_at === null) return { ...base, ...state, amount, payer: { openid: order.openid } }
  return {
    ...base,
    transaction_id: order.transaction_id,
    trade_type: 'JSAPI',
    ...state,
    bank_type: 'OTHERS',
    success_time: shanghaiIso(order.paid_at),
    payer: { openid: order.openid },
    amount: { ...amount, payer_total: order.total, payer_currency: 'CNY' },
    promotion_detail: [],
  }
}

export function answerOrder(world: World, order: PayOrder | undefined): SimReply {
  if (!order) throw orderNotFound()
  return jsonReply(200, orderView(world, order))
}

/** Throws what the vendor answers when an order that is over is paid for, prepaid or closed again. */
export function requireOpen(order: PayOrder): void {
  if (order.state === 'SUCCESS' || order.state === 'REFUND') {
    throw new PayError(403, 'ORDERPAID', '该订单已支付', REQUEST_CODES.paid)
  }
  if (order.state === 'CLOSED') {
    throw new PayError(400, 'ORDER_CLOSED', '该订单已关闭', REQUEST_CODES.orderExpired)
  }
}
