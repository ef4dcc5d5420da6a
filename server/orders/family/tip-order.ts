/** Thanks after the visit: a payment of its own, all of it the companion's. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { addDays, addMinutes } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { accountContact } from '../../identity/index.ts'
import { checkPayment, moneyOf, openPayment } from '../../payments/index.ts'
import type { AccountContext } from '../../system.ts'
import { findOrderOfAccount, type OrderRow } from '../order-queries.ts'
import { isAllowed } from '../order-states.ts'
import { notNow } from '../progress.ts'

type Api = typeof contract.orders
const TIP_DAYS = 30
const PAY_MINUTES = 15

export const mayTip = (order: OrderRow, now: Date): boolean =>
  isAllowed('tip', order.state) &&
  order.companion_id !== null &&
  order.tip_fen === 0 &&
  now < addDays(order.finished_at ?? order.ends_at, TIP_DAYS)

/** One per order; the contract names the most. No claim of the command id: asking twice gives the same open payment. */
export async function tipOrder(
  c: AccountContext,
  { params, body }: InputOf<Api['tipOrder']>,
): Promise<ReturnOf<Api['tipOrder']>> {
  const order = await findOrderOfAccount(c.db, params.id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  const now = c.clock.now()
  if (order.companion_id === null || !isAllowed('tip', order.state))
    throw notNow(order, '服务结束、报告出来之后可以送感谢红包')
  if (now >= addDays(order.finished_at ?? order.ends_at, TIP_DAYS))
    throw notNow(order, `服务结束 ${TIP_DAYS} 天后不能再送感谢红包`)
  // what payments knows counts: ours can be a moment behind
  const { tipFen } = await moneyOf(c, order.id)
  if (tipFen + order.tip_fen > 0) throw notNow(order, '这个订单已经送过感谢红包')
  const { openid } = await accountContact(c, c.viewer.accountId)
  if (!openid) throw new AppError('NOT_ALLOWED_NOW', '请先用微信登录，再用微信支付')
  const payBefore = addMinutes(now, PAY_MINUTES)
  const payment = await openPayment(c, {
    orderId: order.id,
    accountId: order.account_id,
    openid,
    amountFen: body.amountFen,
    orderNumber: order.number,
    description: '伴医 感谢红包',
    expiresAt: payBefore,
    purpose: 'tip',
    payeeId: order.companion_id,
  })
  return { ...payment, totalFen: body.amountFen, payBefore: payBefore.toISOString() }
}

/** The phone came back from the wallet: only the provider's word counts. */
export async function checkTip(
  c: AccountContext,
  { params }: InputOf<Api['checkTip']>,
): Promise<ReturnOf<Api['checkTip']>> {
  const order = await findOrderOfAccount(c.db, params.id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  const { isPaid } = await checkPayment(c, order.id, 'tip')
  const { tipFen } = await moneyOf(c, order.id)
  return { isPaid, tipFen }
}
