/** What a companion earned, her monthly statement, and its way to her WeChat wallet. */
import { z } from 'zod'
import { Fen, Id, IdParams, Instant, PageQuery, PersonName, commandFields, page, text } from '../common.ts'
import { endpoint } from '../endpoint.ts'
import { Month, Posting, Reason, SignedFen, Step, Transfer, TransferState } from './shapes.ts'

/** one thing that changed what she has: an order settled, a tip, an adjustment, a withdrawal */
export const Earning = z.object({
  id: Id,
  at: Instant,
  kind: z.enum(['order', 'tip', 'adjustment', 'recovery', 'withdrawal', 'withdrawal-returned']),
  title: z.string(),
  orderId: Id.nullable(),
  orderNumber: z.string().nullable(),
  /** price, commission, insurance, refund, tip, adjustment: each with its why; they sum to amountFen */
  lines: z.array(z.object({ code: z.string(), name: z.string(), amountFen: z.int(), why: z.string() })),
  amountFen: SignedFen,
  /** what she had after it */
  balanceFen: z.int(),
})
export const Earnings = z.object({
  /** can be withdrawn */
  balanceFen: z.int(),
  /** withdrawals that have not arrived */
  inTransitFen: Fen,
  month: Month,
  monthIncomeFen: z.int(),
  ...page(Earning).shape,
})
export const Statement = z.object({
  month: Month,
  name: z.string(),
  openingFen: z.int(),
  incomeFen: z.int(),
  tipFen: z.int(),
  adjustmentFen: z.int(),
  withdrawnFen: z.int(),
  closingFen: z.int(),
  orders: z.int(),
  lines: z.array(Earning),
  /** sha-256 of what the statement says, printed on the PDF */
  fingerprint: z.string(),
})
export const Payee = z.object({
  isRegistered: z.boolean(),
  nameMasked: z.string().nullable(),
  registeredAt: Instant.nullable(),
  /** after a changed payee nothing leaves before this; null: now */
  withdrawFrom: Instant.nullable(),
  minFen: Fen,
  maxFen: Fen,
  dailyFen: Fen,
  leftTodayFen: Fen,
  approvalAboveFen: Fen,
  /** why she cannot withdraw now; empty when she can */
  blocked: z.string(),
})
export const PayoutRules = z.strictObject({
  minFen: Fen.min(30),
  maxFen: Fen,
  dailyFen: Fen,
  dailyCount: z.int().min(1).max(100),
  approvalAboveFen: Fen,
  coolDownHours: z.int().min(0).max(720),
})
/** what finance sees of a withdrawal */
export const FinanceTransfer = z.object({
  ...Transfer.shape,
  payeeId: Id,
  payeeName: z.string(),
  /** number of approvals that it wants and has */
  approvalsNeeded: z.int(),
  approvals: z.array(Step),
  can: z.object({ approve: z.boolean(), reject: z.boolean(), check: z.boolean() }),
})
const MonthParams = z.strictObject({ month: Month })
const StatementOfParams = z.strictObject({ payeeId: Id, month: Month })
const decision = z.strictObject({ ...commandFields, reason: Reason })
/** bytes of a document; the reply carries no schema */
const document = z.string()

export const payouts = {
  getMyEarnings: endpoint({
    method: 'GET',
    path: '/payments/earnings',
    summary: '我的收入, 逐笔 (陪诊员)',
    query: z.strictObject({ month: Month.optional(), ...PageQuery }),
    reply: Earnings,
  }),
  listMyStatements: endpoint({
    method: 'GET',
    path: '/payments/statements',
    summary: '月结单 (陪诊员)',
    reply: z.object({
      items: z.array(z.object({ month: Month, incomeFen: z.int(), withdrawnFen: z.int(), closingFen: z.int() })),
    }),
  }),
  getMyStatement: endpoint({
    method: 'GET',
    path: '/payments/statements/:month',
    summary: '一个月的月结单',
    params: MonthParams,
    reply: Statement,
  }),
  getMyStatementPdf: endpoint({
    method: 'GET',
    path: '/payments/statements/:month/pdf',
    summary: '月结单 PDF',
    params: MonthParams,
    reply: document,
  }),
  getMyStatementCsv: endpoint({
    method: 'GET',
    path: '/payments/statements/:month/csv',
    summary: '月结单 CSV',
    params: MonthParams,
    reply: document,
  }),
  getPayee: endpoint({ method: 'GET', path: '/payments/payee', summary: '收款人与提现规则', reply: Payee }),
  setPayee: endpoint({
    method: 'PUT',
    path: '/payments/payee',
    summary: '登记收款人: 本人微信与真实姓名',
    body: z.strictObject({ commandId: Id, realName: PersonName }),
    reply: Payee,
  }),
  requestWithdrawal: endpoint({
    method: 'POST',
    path: '/payments/withdrawals',
    summary: '提现到微信',
    body: z.strictObject({ commandId: Id, amountFen: Fen.min(1) }),
    reply: Transfer,
  }),
  listMyWithdrawals: endpoint({
    method: 'GET',
    path: '/payments/withdrawals',
    summary: '我的提现',
    query: z.strictObject({ ...PageQuery }),
    reply: page(Transfer),
  }),
  getMyWithdrawal: endpoint({
    method: 'GET',
    path: '/payments/withdrawals/:id',
    summary: '一笔提现',
    params: IdParams,
    reply: Transfer,
  }),
  checkMyWithdrawal: endpoint({
    method: 'POST',
    path: '/payments/withdrawals/:id/check',
    summary: '向微信查询结果',
    params: IdParams,
    reply: Transfer,
  }),
  cancelMyWithdrawal: endpoint({
    method: 'POST',
    path: '/payments/withdrawals/:id/cancel',
    summary: '撤回提现',
    params: IdParams,
    body: z.strictObject({ ...commandFields }),
    reply: Transfer,
  }),

  listWithdrawals: endpoint({
    method: 'GET',
    path: '/payments/finance/withdrawals',
    summary: '提现 (财务)',
    query: z.strictObject({
      state: TransferState.optional(),
      payeeId: Id.optional(),
      query: text(50).optional(),
      ...PageQuery,
    }),
    reply: z.object({ ...page(FinanceTransfer).shape, total: z.int(), awaitingApproval: z.int() }),
  }),
  getWithdrawal: endpoint({
    method: 'GET',
    path: '/payments/finance/withdrawals/:id',
    summary: '一笔提现 (财务)',
    params: IdParams,
    reply: z.object({
      ...FinanceTransfer.shape,
      payeeBalanceFen: z.int(),
      history: z.array(Step),
      postings: z.array(Posting),
    }),
  }),
  approveWithdrawal: endpoint({
    method: 'POST',
    path: '/payments/finance/withdrawals/:id/approve',
    summary: '批准提现 (财务, 两人)',
    params: IdParams,
    body: decision,
    reply: FinanceTransfer,
  }),
  rejectWithdrawal: endpoint({
    method: 'POST',
    path: '/payments/finance/withdrawals/:id/reject',
    summary: '驳回提现 (财务)',
    params: IdParams,
    body: decision,
    reply: FinanceTransfer,
  }),
  checkWithdrawal: endpoint({
    method: 'POST',
    path: '/payments/finance/withdrawals/:id/check',
    summary: '马上向微信查询 (财务)',
    params: IdParams,
    reply: FinanceTransfer,
  }),
  listPayees: endpoint({
    method: 'GET',
    path: '/payments/finance/payees',
    summary: '陪诊员余额 (财务)',
    query: z.strictObject({ query: text(50).optional(), ...PageQuery }),
    reply: page(
      z.object({
        id: Id,
        name: z.string(),
        balanceFen: z.int(),
        inTransitFen: Fen,
        earnedFen: z.int(),
        isRegistered: z.boolean(),
      }),
    ),
  }),
  getStatementOf: endpoint({
    method: 'GET',
    path: '/payments/finance/payees/:payeeId/statements/:month',
    summary: '陪诊员的月结单 (财务)',
    params: StatementOfParams,
    reply: Statement,
  }),
  getStatementPdfOf: endpoint({
    method: 'GET',
    path: '/payments/finance/payees/:payeeId/statements/:month/pdf',
    summary: '陪诊员的月结单 PDF (财务)',
    params: StatementOfParams,
    reply: document,
  }),
  getStatementCsvOf: endpoint({
    method: 'GET',
    path: '/payments/finance/payees/:payeeId/statements/:month/csv',
    summary: '陪诊员的月结单 CSV (财务)',
    params: StatementOfParams,
    reply: document,
  }),
  getPayoutRules: endpoint({
    method: 'GET',
    path: '/payments/finance/payout-rules',
    summary: '提现规则 (财务)',
    reply: z.object({ version: z.int(), changedAt: Instant, changedBy: z.string(), rules: PayoutRules }),
  }),
  setPayoutRules: endpoint({
    method: 'POST',
    path: '/payments/finance/payout-rules',
    summary: '新的提现规则 (财务)',
    body: z.strictObject({ ...commandFields, rules: PayoutRules, reason: Reason }),
    reply: z.object({ version: z.int(), changedAt: Instant, changedBy: z.string(), rules: PayoutRules }),
  }),
}
export type Earning = z.output<typeof Earning>
export type Earnings = z.output<typeof Earnings>
export type Statement = z.output<typeof Statement>
export type Payee = z.output<typeof Payee>
export type PayoutRules = z.output<typeof PayoutRules>
export type FinanceTransfer = z.output<typeof FinanceTransfer>
