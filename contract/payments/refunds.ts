/** Refunds as finance sees them: what hangs at the provider is handled to its end here. */
import { z } from 'zod'
import { Fen, Id, Instant, PageQuery, PersonName, page, text } from '../common.ts'
import { endpoint } from '../endpoint.ts'
import { Posting, Reason, Step } from './shapes.ts'

export const RefundState = z.enum([
  'refused',
  'requested',
  'processing',
  'abnormal',
  'refunded',
  'failed',
  /** the provider paid it to our own bank card; finance pays the family by bank and records it */
  'at-our-bank',
])
export const FinanceRefund = z.object({
  number: z.string(),
  orderId: Id,
  orderNumber: z.string(),
  paymentNumber: z.string().nullable(),
  amountFen: Fen,
  reason: z.string(),
  state: RefundState,
  stateName: z.string(),
  /** what happens next, or what a person must do */
  sentence: z.string(),
  createdAt: Instant,
  changedAt: Instant,
  lastError: z.string().nullable(),
  can: z.object({ handleAbnormal: z.boolean(), again: z.boolean(), recordBankPayment: z.boolean() }),
})
/** the banks that WeChat Pay takes for an abnormal refund */
export const BankType = z.enum([
  'CMB_DEBIT',
  'COMM_DEBIT',
  'ABC_DEBIT',
  'CCB_DEBIT',
  'ICBC_DEBIT',
  'BOC_DEBIT',
  'PAB_DEBIT',
  'SPDB_DEBIT',
  'CITIC_DEBIT',
  'CEB_DEBIT',
  'CMBC_DEBIT',
  'CIB_DEBIT',
  'GDB_DEBIT',
  'PSBC_DEBIT',
  'NBCB_DEBIT',
])
const NumberParams = z.strictObject({ number: z.string().regex(/^[0-9A-Za-z_*-]{6,64}$/) })

export const refunds = {
  listRefunds: endpoint({
    method: 'GET',
    path: '/payments/finance/refunds',
    summary: '退款 (财务)',
    query: z.strictObject({ state: RefundState.optional(), query: text(50).optional(), ...PageQuery }),
    reply: z.object({ ...page(FinanceRefund).shape, total: z.int(), needsPerson: z.int() }),
  }),
  getRefund: endpoint({
    method: 'GET',
    path: '/payments/finance/refunds/:number',
    summary: '一笔退款 (财务)',
    params: NumberParams,
    reply: z.object({ ...FinanceRefund.shape, history: z.array(Step), postings: z.array(Posting) }),
  }),
  handleAbnormalRefund: endpoint({
    method: 'POST',
    path: '/payments/finance/refunds/:number/abnormal',
    summary: '处理异常退款: 退到家属的银行卡, 或退到平台银行户 (财务)',
    params: NumberParams,
    body: z.discriminatedUnion('to', [
      z.strictObject({
        to: z.literal('user-card'),
        commandId: Id,
        bankType: BankType,
        /** never stored: encrypted for the provider and forgotten */
        cardNumber: z.string().regex(/^\d{12,19}$/, '银行卡号为 12 到 19 位数字'),
        realName: PersonName,
        reason: Reason,
      }),
      z.strictObject({ to: z.literal('our-bank'), commandId: Id, reason: Reason }),
    ]),
    reply: FinanceRefund,
  }),
  recordBankRefund: endpoint({
    method: 'POST',
    path: '/payments/finance/refunds/:number/bank-payment',
    summary: '已用银行转账付给家属, 登记流水号 (财务)',
    params: NumberParams,
    body: z.strictObject({ commandId: Id, bankReference: text(60, 4), reason: Reason }),
    reply: FinanceRefund,
  }),
  refundAgain: endpoint({
    method: 'POST',
    path: '/payments/finance/refunds/:number/again',
    summary: '失败的退款重新退 (财务)',
    params: NumberParams,
    body: z.strictObject({ commandId: Id, reason: Reason }),
    reply: FinanceRefund,
  }),
}
export type RefundState = z.output<typeof RefundState>
export type FinanceRefund = z.output<typeof FinanceRefund>
export type BankType = z.output<typeof BankType>
