/** What follows a visit: disputes, tips, and what the companion earns of it, line by line. */
import { z } from 'zod'
import { Fen, Id, IdParams, Instant, PageQuery, commandFields, page, text } from '../common.ts'
import { endpoint } from '../endpoint.ts'

/** what a companion gets for an order: an estimate until it is settled, then a fact */
export const Income = z.object({
  isEstimate: z.boolean(),
  /** price +, coupon 0 (paid by its funder), commission -, refund -, tip +, adjustment: each with its why; they sum to totalFen */
  lines: z.array(z.object({ code: z.string(), name: z.string(), amountFen: z.int(), why: z.string() })),
  totalFen: z.int(),
  settledAt: Instant.nullable(),
})

export const DisputeCategory = z.enum(['late', 'not-as-agreed', 'attitude', 'safety', 'money', 'other'])
/**
 * release: the family is not right, the companion is paid; refund: part or all goes back, the rest is released;
 * withdrawn: the family took it back
 */
export const DisputeDecision = z.enum(['release', 'refund', 'withdrawn'])
export const Dispute = z.object({
  id: Id,
  orderId: Id,
  state: z.enum(['open', 'decided']),
  category: DisputeCategory,
  what: z.string(),
  openedAt: Instant,
  /** when an answer is promised */
  answerBefore: Instant,
  decision: DisputeDecision.nullable(),
  refundFen: Fen.nullable(),
  answer: z.string().nullable(),
  decidedAt: Instant.nullable(),
})
/** who bears a refund: shared as the price is shared, the platform alone, or the companion alone */
export const BornBy = z.enum(['shared', 'platform', 'companion'])

export const BoardDispute = z.object({
  ...Dispute.shape,
  orderNumber: z.string(),
  orderVersion: z.int(),
  hospitalName: z.string(),
  companionName: z.string().nullable(),
  totalFen: Fen,
  heldFen: Fen,
  decidedBy: z.string().nullable(),
  isLate: z.boolean(),
})
export const IncomeRow = z.object({
  orderId: Id,
  number: z.string(),
  packageName: z.string(),
  hospitalName: z.string(),
  startsAt: Instant,
  stateName: z.string(),
  income: Income,
  /** when it is settled at the latest; null while a dispute is open */
  settlesAt: Instant.nullable(),
})

export const afterSales = {
  openDispute: endpoint({
    method: 'POST',
    path: '/orders/:id/dispute',
    summary: '对服务有异议: 结算暂停, 平台处理',
    params: IdParams,
    body: z.strictObject({ ...commandFields, category: DisputeCategory, what: text(1000, 5) }),
    reply: Dispute,
  }),
  withdrawDispute: endpoint({
    method: 'POST',
    path: '/orders/:id/dispute/withdraw',
    summary: '撤回异议',
    params: IdParams,
    body: z.strictObject({ ...commandFields }),
    reply: Dispute,
  }),
  listDisputes: endpoint({
    method: 'GET',
    path: '/orders/board/disputes',
    summary: '异议 (调度或财务)',
    query: z.strictObject({ state: z.enum(['open', 'decided']).optional(), query: text(50).optional(), ...PageQuery }),
    reply: z.object({ ...page(BoardDispute).shape, total: z.int(), open: z.int() }),
  }),
  decideDispute: endpoint({
    method: 'POST',
    path: '/orders/board/:id/dispute/decide',
    summary: '处理异议 (调度)',
    params: IdParams,
    body: z.strictObject({
      ...commandFields,
      decision: z.enum(['release', 'refund']),
      refundFen: Fen.default(0),
      bornBy: BornBy.default('shared'),
      answer: text(500, 5),
    }),
    reply: BoardDispute,
  }),
  confirmByOperator: endpoint({
    method: 'POST',
    path: '/orders/board/:id/confirm',
    summary: '代为确认完成并结算 (调度)',
    params: IdParams,
    body: z.strictObject({ ...commandFields, reason: text(300, 2) }),
    reply: z.object({ done: z.literal(true) }),
  }),
  tipOrder: endpoint({
    method: 'POST',
    path: '/orders/:id/tip',
    summary: '感谢红包, 全部给陪诊员',
    params: IdParams,
    body: z.strictObject({ commandId: Id, amountFen: Fen.min(100, '至少 ¥1.00').max(20_000, '最多 ¥200.00') }),
    reply: z.object({
      appId: z.string(),
      timeStamp: z.string(),
      nonceStr: z.string(),
      package: z.string(),
      signType: z.literal('RSA'),
      paySign: z.string(),
      totalFen: Fen,
      payBefore: Instant,
    }),
  }),
  checkTip: endpoint({
    method: 'POST',
    path: '/orders/:id/tip-check',
    summary: '向微信支付查询红包结果',
    params: IdParams,
    reply: z.object({ isPaid: z.boolean(), tipFen: Fen }),
  }),
  listMyIncome: endpoint({
    method: 'GET',
    path: '/orders/tasks/income',
    summary: '还没有结算的收入 (陪诊员)',
    query: z.strictObject({ ...PageQuery }),
    reply: z.object({ ...page(IncomeRow).shape, pendingFen: z.int(), pendingCount: z.int() }),
  }),
}
export type Income = z.output<typeof Income>
export type Dispute = z.output<typeof Dispute>
export type DisputeCategory = z.output<typeof DisputeCategory>
export type DisputeDecision = z.output<typeof DisputeDecision>
export type BornBy = z.output<typeof BornBy>
export type BoardDispute = z.output<typeof BoardDispute>
export type IncomeRow = z.output<typeof IncomeRow>
