/** Money: what the payment provider tells us; what companions, families and finance see and do. One file per room of server/payments. */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { finance } from './payments/finance.ts'
import { fund } from './payments/fund.ts'
import { payouts } from './payments/payouts.ts'
import { reconciliation } from './payments/reconciliation.ts'
import { refunds } from './payments/refunds.ts'

/** answer to WeChat Pay: 200 with SUCCESS, or an error status with FAIL */
const NotifyReply = z.object({ code: z.string(), message: z.string() })

export const payments = {
  notifyPayment: endpoint({
    method: 'POST',
    path: '/payments/wechat/paid',
    summary: '微信支付回调 (签名校验)',
    reply: NotifyReply,
  }),
  notifyRefund: endpoint({
    method: 'POST',
    path: '/payments/wechat/refunded',
    summary: '微信退款回调 (签名校验)',
    reply: NotifyReply,
  }),
  notifyTransfer: endpoint({
    method: 'POST',
    path: '/payments/wechat/transferred',
    summary: '微信商家转账回调 (签名校验)',
    reply: NotifyReply,
  }),
  ...payouts,
  ...refunds,
  ...fund,
  ...reconciliation,
  ...finance,
}
