/** POST /v3/pay/transactions/jsapi */
import { randomBytes } from 'node:crypto'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import { findUser } from '../wechat/users.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { readBody, requireMerchant, requireNotifyUrl, type PayContext } from './context.ts'
import { changedBody, parameterError, PayError, REQUEST_CODES } from './errors.ts'
import { PREPAY_FIELDS } from './fields.ts'
import { findOrder, requireOpen, type PayOrder } from './orders.ts'

type PrepayBody = {
  appid: string
  mchid: string
  description: string
  out_trade_no: string
  attach?: string
  amount: { total: number }
  time_expire?: string
  notify_url: string
  payer: { openid: string }
}

export const PREPAY_LIFE_MS = 2 * 3_600_000
const ORDER_LIFE_MS = 7 * 86_400_000
const SHORTEST_LIFE_MS = 60_000

export function prepay({ world }: PayContext, request: SimRequest): SimReply {
  const body = readBody<PrepayBody>(request, PREPAY_FIELDS)
  requireMerchant(world, body.mchid)
  if (body.appid !== world.keys.wechat.appid) {
    throw new PayError(400, 'APPID_MCHID_NOT_MATCH', '商户号mch_id与appid不匹配', REQUEST_CODES.wrongAppid)
  }
  requireNotifyUrl(body.notify_url)
  const print = fingerprint(body)
  const known = findOrder(world, body.out_trade_no)
  if (known) return prepayAgain(known, print)
  if (!findUser(world, body.payer.openid)) throw parameterError('appid和openid不匹配', '/payer/openid')
  return jsonReply(200, { prepay_id: createOrder(body, print) })

  /** Same number, same body: the same prepay_id while it lives, then a fresh one for the same order. */
  function prepayAgain(order: PayOrder, newPrint: string): SimReply {
    requireOpen(order)
    if (order.fingerprint !== newPrint) throw changedBody()
    const now = world.clock.now()
    if (order.prepay_at + PREPAY_LIFE_MS > now) return jsonReply(200, { prepay_id: order.prepay_id })
    const prepayId = newPrepayId()
    world.state.run(
      'update pay_orders set prepay_id = ?, prepay_at = ? where out_trade_no = ?',
      prepayId,
      now,
      order.out_trade_no,
    )
    return jsonReply(200, { prepay_id: prepayId })
  }

  function createOrder(wanted: PrepayBody, bodyPrint: string): string {
    const now = world.clock.now()
    const expiresAt = wanted.time_expire === undefined ? now + ORDER_LIFE_MS : Date.parse(wanted.time_expire)
    if (!(expiresAt >= now + SHORTEST_LIFE_MS))
      throw parameterError('time_expire须晚于当前时间1分钟以上', '/time_expire')
    const prepayId = newPrepayId()
    world.state.run(
      `insert into pay_orders (out_trade_no, prepay_id, prepay_at, fingerprint, description, attach, notify_url, openid,
         total, state, expires_at, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'NOTPAY', ?, ?)`,
      wanted.out_trade_no,
      prepayId,
      now,
      bodyPrint,
      wanted.description,
      wanted.attach ?? '',
      wanted.notify_url,
      wanted.payer.openid,
      wanted.amount.total,
      expiresAt,
      now,
    )
    return prepayId
  }
}

function newPrepayId(): string {
  return `wx${randomBytes(17).toString('hex')}`
}
