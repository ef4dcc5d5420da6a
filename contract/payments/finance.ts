/** The books as finance reads them, and the postings that people make: always two of them. */
import { z } from 'zod'
import { Day, Fen, Id, IdParams, Instant, PageQuery, commandFields, page, text } from '../common.ts'
import { endpoint } from '../endpoint.ts'
import { Posting, Reason } from './shapes.ts'

export const AccountKind = z.enum([
  'provider',
  'bank',
  'held',
  'refunding',
  'earnings',
  'transit',
  'commission',
  'premium',
  'fund',
  'coupon',
  'fee',
  'suspense',
  'income',
])
/**
 * What happens outside the provider's callbacks and is written by people. amountFen is positive; the kind says the way.
 * bank-withdrawal: provider -> bank; bank-deposit: bank -> provider; premium-remitted: to the insurer by bank;
 * channel-settled: a channel pays its coupons by bank; fund-top-up: commission -> fund; fund-endowed: the owner's capital by bank -> fund; recovery-received: bank -> fund;
 * earnings-credit, earnings-debit: commission <-> a companion; commission-paid-out: our own profit to its owner by bank;
 * reversal: the exact opposite of a posting
 */
export const ProposalKind = z.enum([
  'bank-withdrawal',
  'bank-deposit',
  'premium-remitted',
  'channel-settled',
  'fund-top-up',
  'fund-endowed',
  'recovery-received',
  'earnings-credit',
  'earnings-debit',
  'commission-paid-out',
  'reversal',
])
export const Proposal = z.object({
  id: Id,
  version: z.int(),
  kind: ProposalKind,
  kindName: z.string(),
  amountFen: Fen,
  /** a companion, a funder of coupons, or a posting, where the kind wants one */
  party: z.string().nullable(),
  partyName: z.string().nullable(),
  /** bank reference or document number */
  reference: z.string(),
  reason: z.string(),
  state: z.enum(['proposed', 'posted', 'rejected']),
  createdAt: Instant,
  createdBy: z.string(),
  decidedAt: Instant.nullable(),
  decidedBy: z.string().nullable(),
  postingId: Id.nullable(),
  can: z.object({ decide: z.boolean() }),
})
export const Alarm = z.object({
  kind: z.enum([
    'held-too-long',
    'books',
    'differences',
    'abnormal-refunds',
    'withdrawals',
    'fund-low',
    'claims-overdue',
    'bind-failures',
  ]),
  sentence: z.string(),
  count: z.int(),
  oldestAt: Instant.nullable(),
})
export const Overview = z.object({
  at: Instant,
  balances: z.array(z.object({ kind: AccountKind, name: z.string(), accounts: z.int(), balanceFen: z.int() })),
  /** per day: what came in, went back, was released, was paid out */
  days: z.array(
    z.object({ day: Day, paidFen: Fen, refundedFen: Fen, releasedFen: Fen, payoutFen: Fen, feeFen: z.int() }),
  ),
  alarms: z.array(Alarm),
  holdLimitDays: z.int(),
})
/** the money of one order; heldFen + releasedFen + refundedFen + refundPendingFen + premiumFen = paidFen + couponFen (tips apart) */
export const OrderMoney = z.object({
  orderId: Id,
  orderNumber: z.string(),
  paidAt: Instant.nullable(),
  paidFen: Fen,
  couponFen: Fen,
  tipFen: Fen,
  heldFen: Fen,
  refundedFen: Fen,
  refundPendingFen: Fen,
  releasedFen: Fen,
  companionFen: Fen,
  commissionFen: z.int(),
  fundFen: Fen,
  premiumFen: Fen,
  compensatedFen: Fen,
  isFrozen: z.boolean(),
})
const PostingQuery = {
  account: z.string().max(80).optional(),
  kind: z.string().max(40).optional(),
  orderId: Id.optional(),
  /** number of an order, payment, refund or transfer */
  query: text(60).optional(),
  from: Day.optional(),
  to: Day.optional(),
}

export const finance = {
  getFinanceOverview: endpoint({
    method: 'GET',
    path: '/payments/finance/overview',
    summary: '资金总览 (财务)',
    query: z.strictObject({ from: Day.optional(), to: Day.optional() }),
    reply: Overview,
  }),
  listPostings: endpoint({
    method: 'GET',
    path: '/payments/finance/postings',
    summary: '分录 (财务)',
    query: z.strictObject({ ...PostingQuery, ...PageQuery }),
    reply: page(Posting),
  }),
  exportPostings: endpoint({
    method: 'GET',
    path: '/payments/finance/postings.csv',
    summary: '分录导出 CSV (财务)',
    query: z.strictObject(PostingQuery),
    reply: z.string(),
  }),
  getPosting: endpoint({
    method: 'GET',
    path: '/payments/finance/postings/:id',
    summary: '一笔分录 (财务)',
    params: IdParams,
    reply: Posting,
  }),
  listOrderMoney: endpoint({
    method: 'GET',
    path: '/payments/finance/orders',
    summary: '订单资金 (财务)',
    query: z.strictObject({
      query: text(50).optional(),
      only: z.enum(['held', 'frozen', 'all']).default('all'),
      ...PageQuery,
    }),
    reply: page(OrderMoney),
  }),
  getOrderMoney: endpoint({
    method: 'GET',
    path: '/payments/finance/orders/:id',
    summary: '一个订单的资金 (财务)',
    params: IdParams,
    reply: z.object({ ...OrderMoney.shape, postings: z.array(Posting) }),
  }),
  listProposals: endpoint({
    method: 'GET',
    path: '/payments/finance/proposals',
    summary: '手工记账 (财务)',
    query: z.strictObject({ state: Proposal.shape.state.optional(), ...PageQuery }),
    reply: page(Proposal),
  }),
  proposePosting: endpoint({
    method: 'POST',
    path: '/payments/finance/proposals',
    summary: '提出手工记账 (财务)',
    body: z.strictObject({
      commandId: Id,
      kind: ProposalKind,
      amountFen: Fen,
      party: z.string().max(80).nullable().default(null),
      reference: text(60, 2),
      reason: Reason,
    }),
    reply: Proposal,
  }),
  approveProposal: endpoint({
    method: 'POST',
    path: '/payments/finance/proposals/:id/approve',
    summary: '同意并入账 (财务, 不能是提出的人)',
    params: IdParams,
    body: z.strictObject({ ...commandFields, reason: Reason }),
    reply: Proposal,
  }),
  rejectProposal: endpoint({
    method: 'POST',
    path: '/payments/finance/proposals/:id/reject',
    summary: '驳回手工记账 (财务)',
    params: IdParams,
    body: z.strictObject({ ...commandFields, reason: Reason }),
    reply: Proposal,
  }),
}
export type AccountKind = z.output<typeof AccountKind>
export type ProposalKind = z.output<typeof ProposalKind>
export type Proposal = z.output<typeof Proposal>
export type Alarm = z.output<typeof Alarm>
export type Overview = z.output<typeof Overview>
export type OrderMoney = z.output<typeof OrderMoney>
