/** SQL on payments.refunds. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export type RefundState = 'refused' | 'requested' | 'processing' | 'abnormal' | 'refunded' | 'failed'
export interface RefundRow {
  number: string
  refund_key: string
  order_id: string
  payment_number: string | null
  amount_fen: number
  reason: string
  state: RefundState
}
/** money that is promised and not back yet; an abnormal one waits for a person */
export const PENDING: RefundState[] = ['requested', 'processing', 'abnormal']

export const findRefund = (tx: Tx, number: string): Promise<RefundRow | null> =>
  tx.maybe<RefundRow>(sql`select * from payments.refunds where number = ${number}`)

export const listRefunds = (tx: Tx, orderId: string): Promise<RefundRow[]> =>
  tx.many<RefundRow>(sql`select * from payments.refunds where order_id = ${orderId} order by created_at, number`)

/** all refunds of one key, for the event that tells its end */
export const listRefundsOfKey = (tx: Tx, refundKey: string): Promise<RefundRow[]> =>
  tx.many<RefundRow>(sql`select * from payments.refunds where refund_key = ${refundKey}`)

export async function insertRefund(tx: Tx, row: RefundRow, now: Date): Promise<void> {
  await tx.run(sql`
    insert into payments.refunds (number, refund_key, order_id, payment_number, amount_fen, reason, state, created_at, changed_at)
    values (${row.number}, ${row.refund_key}, ${row.order_id}, ${row.payment_number}, ${row.amount_fen}, ${row.reason}, ${row.state}, ${now}, ${now})`)
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
