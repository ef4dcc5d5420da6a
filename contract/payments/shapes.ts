/** Shapes that several rooms of payments use. */
import { z } from 'zod'
import { Fen, Id, Instant, text } from '../common.ts'

/** 2026-11, in Asia/Shanghai */
export const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '月份应为 YYYY-MM')
/** signed: plus for what she gets, minus for what is taken */
export const SignedFen = z.int().min(-100_000_000).max(100_000_000)

/** one balanced entry in the books; debit positive, its amounts sum to zero */
export const Posting = z.object({
  id: Id,
  at: Instant,
  kind: z.string(),
  kindName: z.string(),
  sentence: z.string(),
  /** what it happened for: number of a payment, refund, transfer, bill, proposal */
  reference: z.string(),
  orderId: Id.nullable(),
  orderNumber: z.string().nullable(),
  entries: z.array(z.object({ account: z.string(), accountName: z.string(), amountFen: z.int() })),
})
/** what wx.requestMerchantTransfer wants; the receiver must confirm */
export const TransferConfirmation = z.object({ mchId: z.string(), appId: z.string(), package: z.string() })

/**
 * awaiting-approval: above the limit, two people of finance; sending: on its way to WeChat or the answer is unknown;
 * awaiting-user: she must confirm in WeChat within a day; reversed: WeChat took it back after it had arrived
 */
export const TransferState = z.enum([
  'awaiting-approval',
  'sending',
  'awaiting-user',
  'transferring',
  'paid',
  'rejected',
  'failed',
  'cancelled',
  'reversed',
])
export const Transfer = z.object({
  id: Id,
  version: z.int(),
  /** out_bill_no at WeChat Pay */
  number: z.string(),
  kind: z.enum(['withdrawal', 'compensation']),
  amountFen: Fen,
  state: TransferState,
  stateName: z.string(),
  /** what happens next, as people say it */
  sentence: z.string(),
  requestedAt: Instant,
  changedAt: Instant,
  paidAt: Instant.nullable(),
  failReason: z.string().nullable(),
  confirm: TransferConfirmation.nullable(),
  canCancel: z.boolean(),
})
export const Step = z.object({ at: Instant, who: z.string(), what: z.string(), reason: z.string() })
export const Reason = text(300, 2)

export type Posting = z.output<typeof Posting>
export type Transfer = z.output<typeof Transfer>
export type TransferState = z.output<typeof TransferState>
export type TransferConfirmation = z.output<typeof TransferConfirmation>
export type Step = z.output<typeof Step>
