/** Asking after an order and closing it. */
import type { SimReply, SimRequest } from '../core/http.ts'
import type { Params } from '../core/routes.ts'
import { readBody, requireMerchant, type PayContext } from './context.ts'
import { orderNotFound } from './errors.ts'
import { CLOSE_FIELDS } from './fields.ts'
import { answerOrder, findOrder, findOrderByTransaction, requireOpen } from './orders.ts'
import { takePayment } from './wallet.ts'

export function queryByNumber({ world }: PayContext, request: SimRequest, params: Params): SimReply {
  requireMerchant(world, request.query.get('mchid'))
  return answerOrder(world, findOrder(world, params.outTradeNo ?? ''))
}

export function queryByTransaction({ world }: PayContext, request: SimRequest, params: Params): SimReply {
  requireMerchant(world, request.query.get('mchid'))
  return answerOrder(world, findOrderByTransaction(world, params.transactionId ?? ''))
}

/** 204 without a body. A second close is refused: the stricter of the two behaviours seen, so that clients handle both. */
export function closeOrder({ world, trick }: PayContext, request: SimRequest, params: Params): SimReply {
  requireMerchant(world, readBody<{ mchid: string }>(request, CLOSE_FIELDS).mchid)
  const order = findOrder(world, params.outTradeNo ?? '')
  if (!order) throw orderNotFound()
  requireOpen(order)
  if (trick?.do === 'paid-despite-close') {
    takePayment(world, order)
    return { status: 204 }
  }
  world.state.run(
    `update pay_orders set state = 'CLOSED', closed_at = ? where out_trade_no = ? and state = 'NOTPAY'`,
    world.clock.now(),
    order.out_trade_no,
  )
  return { status: 204 }
}
