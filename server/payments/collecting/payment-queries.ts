/** SQL on payments.payments. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export type Purpose = 'order' | 'tip'
export interface PaymentRow {
  number: string
  purpose: Purpose
  /** of a tip: the companion */
  payee_id: string | null
  order_id: string
  account_id: string
  openid: string
  amount_fen: number
  description: string
  attach: string
  expires_at: Date
  state: 'created' | 'prepaid' | 'captured' | 'closed'
  prepay_id: string | null
  prepaid_at: Date | null
  transaction_id: string | null
  paid_at: Date | null
}

export const findPayment = (tx: Tx, number: string): Promise<PaymentRow | null> =>
  tx.maybe<PaymentRow>(sql`select * from payments.payments where number = ${number}`)

export const listPayments = (tx: Tx, orderId: string, purpose: Purpose): Promise<PaymentRow[]> =>
  tx.many<PaymentRow>(
    sql`select * from payments.payments where order_id = ${orderId} and purpose = ${purpose} order by created_at, number`,
  )

/** Everything that moves money of an order takes this lock first, always in the same order. */
export const lockPayments = (tx: Tx, orderId: string): Promise<PaymentRow[]> =>
  tx.many<PaymentRow>(
    sql`select * from payments.payments where order_id = ${orderId} and purpose = 'order' order by number for update`,
  )

/** False when another open payment of the order was first. */
export async function insertPayment(
  tx: Tx,
  row: Pick<
    PaymentRow,
    | 'number'
    | 'purpose'
    | 'payee_id'
    | 'order_id'
    | 'account_id'
    | 'openid'
    | 'amount_fen'
    | 'description'
    | 'attach'
    | 'expires_at'
  >,
  now: Date,
): Promise<boolean> {
  const added = await tx.run(sql`
    insert into payments.payments (number, purpose, payee_id, order_id, account_id, openid, amount_fen, description, attach, expires_at, state, created_at, changed_at)
    values (${row.number}, ${row.purpose}, ${row.payee_id}, ${row.order_id}, ${row.account_id}, ${row.openid}, ${row.amount_fen}, ${row.description}, ${row.attach}, ${row.expires_at}, 'created', ${now}, ${now})
    on conflict (order_id, purpose) where state in ('created', 'prepaid') do nothing`)
  return added === 1
}

/** False when it is no longer open. */
export async function markPrepaid(tx: Tx, number: string, prepayId: string, now: Date): Promise<boolean> {
  const changed = await tx.run(sql`
    update payments.payments set state = 'prepaid', prepay_id = ${prepayId}, prepaid_at = ${now}, changed_at = ${now}
    where number = ${number} and state in ('created', 'prepaid')`)
  return changed === 1
}

export async function markClosed(tx: Tx, number: string, now: Date): Promise<boolean> {
  const changed = await tx.run(
    sql`update payments.payments set state = 'closed', changed_at = ${now} where number = ${number} and state in ('created', 'prepaid')`,
  )
  return changed === 1
}

/** Also from closed: money that came in is in. False when it was captured before. */
export async function markCaptured(
  tx: Tx,
  number: string,
  transactionId: string,
  paidAt: Date,
  now: Date,
): Promise<boolean> {
  const changed = await tx.run(sql`
    update payments.payments set state = 'captured', transaction_id = ${transactionId}, paid_at = ${paidAt}, changed_at = ${now}
    where number = ${number} and state <> 'captured'`)
  return changed === 1
}
