/** What the payment provider tells us; families pay through orders. */
import { z } from 'zod'
import { Day, Instant } from './common.ts'
import { endpoint } from './endpoint.ts'

/** answer to WeChat Pay: 200 with SUCCESS, or an error status with FAIL */
const NotifyReply = z.object({ code: z.string(), message: z.string() })
export const Reconciliation = z.object({
  day: Day,
  checkedAt: Instant,
  rows: z.int(),
  differences: z.array(
    z.object({
      number: z.string(),
      kind: z.enum(['missing-here', 'missing-there', 'amount']),
      hereFen: z.int().nullable(),
      thereFen: z.int().nullable(),
    }),
  ),
})

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
  reconcileDay: endpoint({
    method: 'POST',
    path: '/payments/reconciliations',
    summary: '与微信账单对账 (财务)',
    body: z.strictObject({ day: Day }),
    reply: Reconciliation,
  }),
}
export type Reconciliation = z.output<typeof Reconciliation>
