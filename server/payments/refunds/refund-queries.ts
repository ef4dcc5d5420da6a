/** SQL on payments.refunds. */
import type { RefundState } from '@banyi/contract/payments/refunds'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export type { RefundState }
/** what came of a word from the provider */
export type Settlement = 'settled' | 'open' | 'known' | 'unknown-number' | 'wrong-amount'
export interface RefundRow {
  number: string
  refund_key: string
  order_id: string
  payment_number: string | null
  amount_fen: number
  /** the part of it that lay with the insurer's premium */
  premium_fen: number
  /** set: a compensation, its money comes from the fund */
  claim_id: string | null
  reason: string
  state: RefundState
  refund_id: string | null
  is_to_our_bank: boolean
  /** of a failed one: given back by another refund, see give-anew.ts */
  anew_fen: number
  /** made in its place */
  again_number: string | null
  late_at: Date | null
  last_error: string | null
  created_at: Date
  changed_at: Date
}
/** promised and not with the family yet; an abnormal one waits for a person, and so does what lies at our own bank */
export const PENDING: RefundState[] = ['requested', 'processing', 'abnormal', 'at-our-bank']
/** the provider has not told its end */
export const OPEN_AT_PROVIDER: RefundState[] = ['requested', 'processing', 'abnormal']

export const findRefund = (tx: Tx, number: string): Promise<RefundRow | null> =>
  tx.maybe<RefundRow>(sql`select * from payments.refunds where number = ${number}`)

export const listRefunds = (tx: Tx, orderId: string): Promise<RefundRow[]> =>
  tx.many<RefundRow>(sql`select * from payments.refunds where order_id = ${orderId} order by created_at, number`)

/** what counts of one key: the newest try for each payment */
export const listRefundsOfKey = (tx: Tx, refundKey: string): Promise<RefundRow[]> =>
  tx.many<RefundRow>(sql`select * from payments.refunds where refund_key = ${refundKey} and again_number is null`)

export type NewRefund = Pick<
  RefundRow,
  | 'number'
  | 'refund_key'
  | 'order_id'
  | 'payment_number'
  | 'amount_fen'
  | 'premium_fen'
  | 'claim_id'
  | 'reason'
  | 'state'
>
/** A failed one of the same key and payment gives up its place. */
export async function insertRefund(tx: Tx, row: NewRefund, now: Date): Promise<void> {
  await tx.run(sql`
    update payments.refunds set again_number = ${row.number}, changed_at = ${now}
    where refund_key = ${row.refund_key} and payment_number = ${row.payment_number} and state = 'failed' and again_number is null`)
  await tx.run(sql`
    insert into payments.refunds (number, refund_key, order_id, payment_number, amount_fen, premium_fen, claim_id, reason, state, created_at, changed_at)
    values (${row.number}, ${row.refund_key}, ${row.order_id}, ${row.payment_number}, ${row.amount_fen}, ${row.premium_fen}, ${row.claim_id}, ${row.reason}, ${row.state}, ${now}, ${now})`)
}

/** Compare and set; null when it was not in one of these states any more. */
export const moveRefund = (
  tx: Tx,
  number: string,
  from: RefundState[],
  to: RefundState,
  now: Date,
): Promise<RefundRow | null> =>
  tx.maybe<RefundRow>(sql`
    update payments.refunds set state = ${to}, changed_at = ${now} where number = ${number} and state = any(${from}) returning *`)

/** An abnormal one goes another way; only whoever moves it may ask the provider. */
export const claimAbnormal = (tx: Tx, number: string, isToOurBank: boolean, now: Date): Promise<RefundRow | null> =>
  tx.maybe<RefundRow>(sql`
    update payments.refunds set state = 'processing', is_to_our_bank = ${isToOurBank}, changed_at = ${now}
    where number = ${number} and state = 'abnormal' returning *`)

export async function noteLate(tx: Tx, number: string, now: Date): Promise<void> {
  await tx.run(sql`update payments.refunds set late_at = ${now}, changed_at = ${now} where number = ${number}`)
}

/** The one that was made in its place failed as well, and this one arrived: it counts again. */
export async function countAgain(tx: Tx, number: string, insteadOf: string): Promise<void> {
  await tx.run(sql`update payments.refunds set again_number = ${number} where number = ${insteadOf}`)
  await tx.run(sql`update payments.refunds set again_number = null where number = ${number}`)
}

export async function noteAnew(tx: Tx, number: string, amountFen: number, now: Date): Promise<void> {
  await tx.run(
    sql`update payments.refunds set anew_fen = anew_fen + ${amountFen}, changed_at = ${now} where number = ${number}`,
  )
}

export async function noteBankReference(tx: Tx, number: string, reference: string): Promise<void> {
  await tx.run(sql`update payments.refunds set bank_reference = ${reference} where number = ${number}`)
}

/** What the provider told about it. Its day decides in which bill it stands; callbacks do not tell the day. */
export async function noteRefundAtProvider(
  tx: Tx,
  number: string,
  fact: { refundId: string; createdAt: Date | null },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update payments.refunds set refund_id = ${fact.refundId}, last_error = null, changed_at = ${now},
      provider_created_at = coalesce(${fact.createdAt}::timestamptz, provider_created_at, ${now})
    where number = ${number}`)
}

export async function noteRefundError(tx: Tx, number: string, error: string, now: Date): Promise<void> {
  await tx.run(sql`update payments.refunds set last_error = ${error}, changed_at = ${now} where number = ${number}`)
}
