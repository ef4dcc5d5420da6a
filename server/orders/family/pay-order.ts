/** Paying: what the phone needs for WeChat Pay, and asking the provider when the phone came back without an answer. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { AppError, notFound } from '../../core/errors.ts'
import { accountContact } from '../../identity/index.ts'
import { checkPayment as askProvider, openPayment } from '../../payments/index.ts'
import type { AccountContext } from '../../system.ts'
import { findOrderOfAccount } from '../order-queries.ts'
import { packages } from '../order-words.ts'
import { notNow } from '../progress.ts'
import { showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders

/** No claim of the command id: asking twice gives the same open payment, that is what `payments` promises. */
export async function payOrder(
  c: AccountContext,
  { params }: InputOf<Api['payOrder']>,
): Promise<ReturnOf<Api['payOrder']>> {
  const order = await findOrderOfAccount(c.db, params.id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  if (order.state !== 'booked')
    throw notNow(
      order,
      order.state === 'expired' ? '超过 15 分钟没有支付，预约已取消，请重新预约' : '这个订单不需要支付',
    )
  if (order.pay_before <= c.clock.now()) throw new AppError('EXPIRED', '超过 15 分钟没有支付，预约已取消，请重新预约')
  const { openid } = await accountContact(c, c.viewer.accountId)
  if (!openid) throw new AppError('NOT_ALLOWED_NOW', '请先用微信登录，再用微信支付')
  const payment = await openPayment(c, {
    orderId: order.id,
    accountId: order.account_id,
    openid,
    amountFen: order.total_fen,
    orderNumber: order.number,
    description: `伴医 ${packages[order.package_kind].name}`,
    expiresAt: order.pay_before,
  })
  return { ...payment, totalFen: order.total_fen, payBefore: order.pay_before.toISOString() }
}

/** The phone says "paid" or says nothing: only the provider's word counts. */
export async function checkPayment(
  c: AccountContext,
  { params }: InputOf<Api['checkPayment']>,
): Promise<ReturnOf<Api['checkPayment']>> {
  const order = await findOrderOfAccount(c.db, params.id, c.viewer.accountId)
  if (!order) throw notFound('这个订单')
  if (order.state === 'booked') await askProvider(c, order.id)
  return showFamilyOrder(c, order.id)
}
