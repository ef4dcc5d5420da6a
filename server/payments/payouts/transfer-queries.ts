/** SQL on payments.transfers. */
import type { TransferState } from '@banyi/contract/payments/shapes'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export interface TransferRow {
  id: string
  number: string
  version: number
  kind: 'withdrawal' | 'compensation'
  payee_id: string
  account_id: string
  openid: string
  name_enc: Buffer | null
  amount_fen: number
  claim_id: string | null
  order_id: string | null
  state: TransferState
  approvals_needed: number
  was_sent: boolean
  wants_cancel: boolean
  transfer_bill_no: string | null
  package_info: string | null
  fail_reason: string | null
  last_error: string | null
  requested_at: Date
  changed_at: Date
  provider_created_at: Date | null
  paid_at: Date | null
}
/** the provider has not said its last word */
export const OPEN: TransferState[] = ['sending', 'awaiting-user', 'transferring']

export const findTransfer = (tx: Tx, id: string): Promise<TransferRow | null> =>
  tx.maybe(sql`select * from payments.transfers where id = ${id}`)
export const findTransferByNumber = (tx: Tx, number: string): Promise<TransferRow | null> =>
  tx.maybe(sql`select * from payments.transfers where number = ${number}`)
/** whoever moves it takes this lock first */
export const lockTransfer = (tx: Tx, id: string): Promise<TransferRow | null> =>
  tx.maybe(sql`select * from payments.transfers where id = ${id} for update`)
export const lockTransferByNumber = (tx: Tx, number: string): Promise<TransferRow | null> =>
  tx.maybe(sql`select * from payments.transfers where number = ${number} for update`)

export type NewTransfer = Pick<
  TransferRow,
  | 'id'
  | 'number'
  | 'kind'
  | 'payee_id'
  | 'account_id'
  | 'openid'
  | 'name_enc'
  | 'amount_fen'
  | 'claim_id'
  | 'order_id'
  | 'state'
  | 'approvals_needed'
>
export const insertTransfer = (tx: Tx, t: NewTransfer, now: Date): Promise<TransferRow> =>
  tx.one(sql`
    insert into payments.transfers (id, number, kind, payee_id, account_id, openid, name_enc, amount_fen, claim_id, order_id, state, approvals_needed, requested_at, changed_at)
    values (${t.id}, ${t.number}, ${t.kind}, ${t.payee_id}, ${t.account_id}, ${t.openid}, ${t.name_enc}, ${t.amount_fen}, ${t.claim_id}, ${t.order_id}, ${t.state}, ${t.approvals_needed}, ${now}, ${now})
    returning *`)

/** Compare and set; null when it was not in one of these states any more. */
export const moveTransfer = (
  tx: Tx,
  id: string,
  from: TransferState[],
  to: TransferState,
  now: Date,
  more: { failReason?: string | null; paidAt?: Date | null } = {},
): Promise<TransferRow | null> =>
  tx.maybe(sql`
    update payments.transfers set state = ${to}, version = version + 1, changed_at = ${now}, last_error = null,
      fail_reason = ${more.failReason ?? null}, paid_at = coalesce(${more.paidAt ?? null}::timestamptz, paid_at)
    where id = ${id} and state = any(${from}) returning *`)

/** Written before the provider hears of it: from now on only the provider says that it did not happen. */
export const markSent = (tx: Tx, id: string): Promise<number> =>
  tx.run(sql`update payments.transfers set was_sent = true where id = ${id} and state = 'sending'`)

export const markCancelWanted = (tx: Tx, id: string, now: Date): Promise<number> =>
  tx.run(sql`
    update payments.transfers set wants_cancel = true, version = version + 1, changed_at = ${now}
    where id = ${id} and state = 'awaiting-user' and not wants_cancel`)
/** she had confirmed before the provider heard of it */
export const dropCancelWish = (tx: Tx, id: string): Promise<number> =>
  tx.run(sql`update payments.transfers set wants_cancel = false where id = ${id} and wants_cancel`)

/** What the provider told about it. Its day decides in which bill it stands; the package is told once. */
export const noteTransferAtProvider = (
  tx: Tx,
  id: string,
  fact: { billNumber: string; packageInfo: string | null; createdAt: Date | null },
  now: Date,
): Promise<number> =>
  tx.run(sql`
    update payments.transfers set transfer_bill_no = ${fact.billNumber}, last_error = null,
      package_info = coalesce(${fact.packageInfo}, package_info),
      provider_created_at = coalesce(${fact.createdAt}::timestamptz, provider_created_at, ${now})
    where id = ${id}`)
export const noteTransferError = (tx: Tx, id: string, error: string): Promise<number> =>
  tx.run(sql`update payments.transfers set last_error = ${error.slice(0, 300)} where id = ${id}`)

/** another transfer of the same claim that is under way or has arrived */
export const hasOtherTransfer = async (tx: Tx, row: TransferRow): Promise<boolean> =>
  row.claim_id !== null &&
  (await tx.maybe(sql`
    select 1 from payments.transfers where claim_id = ${row.claim_id} and id <> ${row.id}
      and state not in ('failed', 'cancelled', 'rejected', 'reversed')`)) !== null
