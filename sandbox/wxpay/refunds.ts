/** Refunds: partial, several, idempotent by out_refund_no. Accepted first (PROCESSING), arriving a little later. */
import { randomBytes } from 'node:crypto'
import { shanghaiIso } from '../core/clock.ts'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import type { Params } from '../core/routes.ts'
import type { World } from '../core/world.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { readBody, requireNotifyUrl, type PayContext } from './context.ts'
import { changedBody, parameterError, PayError } from './errors.ts'
import { REFUND_FIELDS } from './fields.ts'
import { addFlow, availableFen, BUSINESS, feeOf } from './merchant-account.ts'
import { notify } from './notify.ts'
import { findOrder, findOrderByTransaction, type PayOrder } from './orders.ts'

type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
export type Refund = {
  out_refund_no: string
  refund_id: string
  out_trade_no: string
  fingerprint: string
  refund: number
  reason: string
  notify_url: string
  status: RefundStatus
  outcome: RefundStatus
  created_at: number
  due_at: number
  success_at: number | null
}
type RefundBody = {
  transaction_id?: string
  out_trade_no?: string
  out_refund_no: string
  reason?: string
  notify_url?: string
  amount: { refund: number; total: number }
}

const ARRIVES_AFTER_MS = 3000
const MOST_REFUNDS = 50
const YEAR_MS = 365 * 86_400_000
const RECEIVED_BY = '支付用户零钱'

export const findRefund = (world: World, outRefundNo: string) =>
  world.state.one<Refund>('select * from pay_refunds where out_refund_no = ?', outRefundNo)

export const arrivesAt = (world: World) =>
  Math.ceil(world.clock.now() + ARRIVES_AFTER_MS * world.settings.get().callbackTimeScale)

/** A failed refund gives its amount back, so it no longer counts. */
function refundedTotal(world: World, outTradeNo: string): { sum: number; count: number } {
  const sql = `select coalesce(sum(refund), 0) as sum, count(*) as count from pay_refunds
    where out_trade_no = ? and status <> 'CLOSED'`
  return world.state.one<{ sum: number; count: number }>(sql, outTradeNo) ?? { sum: 0, count: 0 }
}

export function createRefund({ world, trick, wakeDue }: PayContext, request: SimRequest): SimReply {
  const body = readBody<RefundBody>(request, REFUND_FIELDS)
  requireNotifyUrl(body.notify_url)
  if ((body.transaction_id === undefined) === (body.out_trade_no === undefined)) {
    throw parameterError('transaction_id和out_trade_no二选一', '/transaction_id')
  }
  const print = fingerprint(body)
  const known = findRefund(world, body.out_refund_no)
  if (known && known.fingerprint !== print) throw changedBody()
  const order = orderOf(world, body)
  if (known) return jsonReply(200, refundView(world, known, order))
  checkRefundable(world, order, body)
  const fee = feeBack(world, order, body.amount.refund)
  if (world.settings.get().refundsNeedBalance && body.amount.refund - fee > availableFen(world)) {
    throw new PayError(403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起')
  }
  const now = world.clock.now()
  const outcome = trick?.do === 'refund-abnormal' ? 'ABNORMAL' : trick?.do === 'refund-closed' ? 'CLOSED' : 'SUCCESS'
  world.state.tx(() => {
    world.state.run(
      `insert into pay_refunds values (?, ?, ?, ?, ?, ?, ?, 'PROCESSING', ?, ?, ?, null)`,
      body.out_refund_no,
      `5030009999${randomBytes(9).toString('hex').replace(/[a-f]/g, '7')}`,
      order.out_trade_no,
      print,
      body.amount.refund,
      body.reason ?? '',
      body.notify_url ?? '',
      outcome,
      now,
      arrivesAt(world),
    )
    world.state.run(`insert into pay_refund_details values (?, ?, ?, '')`, body.out_refund_no, fee, RECEIVED_BY)
    world.state.run(`update pay_orders set state = 'REFUND' where out_trade_no = ?`, order.out_trade_no)
  })
  wakeDue()
  return jsonReply(200, refundView(world, findRefund(world, body.out_refund_no), order))
}

/** The part of the fee that comes back: by amount, with the last part whatever is left, never more than was taken. */
function feeBack(world: World, order: PayOrder, refund: number): number {
  const sql = `select coalesce(sum(d.fee), 0) as fee, coalesce(sum(r.refund), 0) as sum from pay_refunds r
    left join pay_refund_details d using (out_refund_no) where r.out_trade_no = ? and r.status <> 'CLOSED'`
  const before = world.state.one<{ fee: number; sum: number }>(sql, order.out_trade_no) ?? { fee: 0, sum: 0 }
  const left = Math.max(0, feeOf(order.total) - before.fee)
  return before.sum + refund === order.total ? left : Math.min(left, feeOf(refund))
}

type RefundDetails = { fee: number; received_by: string; abnormal_print: string }
/** Rows of before there were details are read as what they were. */
export function detailsOf(world: World, refund: Pick<Refund, 'out_refund_no' | 'refund'>): RefundDetails {
  const sql = 'select fee, received_by, abnormal_print from pay_refund_details where out_refund_no = ?'
  const known = world.state.one<RefundDetails>(sql, refund.out_refund_no)
  return known ?? { fee: feeOf(refund.refund), received_by: RECEIVED_BY, abnormal_print: '' }
}

function orderOf(world: World, body: RefundBody): PayOrder {
  const order = body.transaction_id
    ? findOrderByTransaction(world, body.transaction_id)
    : findOrder(world, body.out_trade_no ?? '')
  if (!order) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
  return order
}

function checkRefundable(world: World, order: PayOrder, { amount }: RefundBody): void {
  if (order.paid_at === null) throw new PayError(400, 'INVALID_REQUEST', '订单未支付，不能退款')
  if (amount.total !== order.total) throw new PayError(400, 'INVALID_REQUEST', '订单金额与原订单不一致')
  if (order.paid_at + YEAR_MS < world.clock.now()) throw new PayError(403, 'RULE_LIMIT', '订单已超过可退款期限')
  const { sum, count } = refundedTotal(world, order.out_trade_no)
  if (sum + amount.refund > order.total) throw new PayError(400, 'INVALID_REQUEST', '申请退款金额大于订单剩余可退金额')
  if (count >= MOST_REFUNDS) throw new PayError(403, 'RULE_LIMIT', '退款次数超过50次')
}

export function queryRefund({ world }: PayContext, _request: SimRequest, params: Params): SimReply {
  const refund = findRefund(world, params.outRefundNo ?? '')
  const order = refund && findOrder(world, refund.out_trade_no)
  if (!refund || !order) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
  return jsonReply(200, refundView(world, refund, order))
}

export function refundView(world: World, refund: Refund | undefined, order: PayOrder): Record<string, unknown> {
  if (!refund) throw new PayError(500, 'SYSTEM_ERROR', '系统错误')
  return {
    refund_id: refund.refund_id,
    out_refund_no: refund.out_refund_no,
    transaction_id: order.transaction_id,
    out_trade_no: order.out_trade_no,
    channel: 'ORIGINAL',
    user_received_account: detailsOf(world, refund).received_by,
    ...(refund.success_at === null ? {} : { success_time: shanghaiIso(refund.success_at) }),
    create_time: shanghaiIso(refund.created_at),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: order.total,
      refund: refund.refund,
      from: [],
      payer_total: order.total,
      payer_refund: refund.refund,
      settlement_refund: refund.refund,
      settlement_total: order.total,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: 0,
    },
    promotion_detail: [],
  }
}

export function nextRefundDueAt(world: World): number | undefined {
  const row = world.state.one<{ due: number | null }>(
    `select min(due_at) as due from pay_refunds where status = 'PROCESSING'`,
  )
  return row?.due ?? undefined
}

/** Lets due refunds arrive. State and callback in one transaction. */
export function settleRefunds(world: World): void {
  const now = world.clock.now()
  const due = world.state.all<Refund>(`select * from pay_refunds where status = 'PROCESSING' and due_at <= ?`, now)
  for (const refund of due) world.state.tx(() => settleRefund(world, refund, now))
}

function settleRefund(world: World, refund: Refund, now: number): void {
  const successAt = refund.outcome === 'SUCCESS' ? now : null
  world.state.run(
    'update pay_refunds set status = outcome, success_at = ? where out_refund_no = ?',
    successAt,
    refund.out_refund_no,
  )
  const details = detailsOf(world, refund)
  if (refund.outcome === 'SUCCESS') {
    const flow = { at: now, ref: refund.refund_id, voucher: refund.out_refund_no }
    addFlow(world, { ...flow, business: BUSINESS.refund, in_fen: -refund.refund })
    addFlow(world, { ...flow, business: BUSINESS.refundFee, in_fen: details.fee })
  }
  const order = findOrder(world, refund.out_trade_no)
  if (!refund.notify_url || !order) return
  notify(world, {
    event: `REFUND.${refund.outcome}`,
    summary: refund.outcome === 'SUCCESS' ? '退款成功' : refund.outcome === 'CLOSED' ? '退款关闭' : '退款异常',
    originalType: 'refund',
    subject: refund.out_trade_no,
    url: refund.notify_url,
    resource: {
      mchid: world.keys.wxpay.mchid,
      out_trade_no: refund.out_trade_no,
      transaction_id: order.transaction_id,
      out_refund_no: refund.out_refund_no,
      refund_id: refund.refund_id,
      refund_status: refund.outcome,
      ...(successAt === null ? {} : { success_time: shanghaiIso(successAt) }),
      user_received_account: details.received_by,
      amount: {
        total: order.total,
        refund: refund.refund,
        payer_total: order.total,
        payer_refund: refund.refund,
        currency: 'CNY',
      },
    },
  })
}
