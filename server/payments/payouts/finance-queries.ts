/** Lists of transfers, and who agreed to one. */
import type { TransferState } from '@banyi/contract/payments/shapes'
import type { Tx } from '../../core/database.ts'
import { empty, sql } from '../../core/sql.ts'
import type { TransferRow } from './transfer-queries.ts'

type Position = [at: string, id: string] | null
const after = (position: Position) =>
  position ? sql`and (requested_at, id) < (${position[0]}::timestamptz, ${position[1]}::uuid)` : empty

export const listTransfersOf = (tx: Tx, payeeId: string, position: Position, limit: number): Promise<TransferRow[]> =>
  tx.many(sql`
    select * from payments.transfers where payee_id = ${payeeId} and kind = 'withdrawal' ${after(position)}
    order by requested_at desc, id desc limit ${limit}`)

export interface TransferSearch {
  state: TransferState | null
  payeeIds: string[] | null
  /** begins with */
  number: string | null
  after: Position
  limit: number
}
export async function searchTransfers(
  tx: Tx,
  search: TransferSearch,
): Promise<{ total: number; awaiting: number; rows: TransferRow[] }> {
  const matches = sql`kind = 'withdrawal'
    ${search.state ? sql`and state = ${search.state}` : empty}
    ${search.payeeIds ? sql`and payee_id = any(${search.payeeIds}::uuid[])` : empty}
    ${search.number ? sql`and starts_with(number, ${search.number})` : empty}`
  const { total } = await tx.one<{ total: number }>(
    sql`select count(*)::int as total from payments.transfers where ${matches}`,
  )
  const { awaiting } = await tx.one<{ awaiting: number }>(
    sql`select count(*)::int as awaiting from payments.transfers where kind = 'withdrawal' and state = 'awaiting-approval'`,
  )
  const rows = await tx.many<TransferRow>(sql`
    select * from payments.transfers where ${matches} ${after(search.after)} order by requested_at desc, id desc limit ${search.limit}`)
  return { total, awaiting, rows }
}

export interface ApprovalRow {
  subject_id: string
  operator_id: string
  at: Date
  reason: string
}
/** False: this person has agreed before. */
export const addApproval = async (tx: Tx, a: ApprovalRow): Promise<boolean> =>
  (await tx.run(sql`
    insert into payments.approvals (subject_id, operator_id, at, reason) values (${a.subject_id}, ${a.operator_id}, ${a.at}, ${a.reason}) on conflict do nothing`)) ===
  1
export const listApprovals = (tx: Tx, subjectIds: string[]): Promise<ApprovalRow[]> =>
  tx.many(sql`select * from payments.approvals where subject_id = any(${subjectIds}::uuid[]) order by at, operator_id`)
