/** The transfer of a claim: the one that counts, or the last that failed. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { TransferRow } from '../payouts/transfer-queries.ts'

const LIVE_FIRST = sql`state in ('failed', 'cancelled', 'rejected', 'reversed'), requested_at desc, id`

export const findTransferOfClaim = (tx: Tx, claimId: string): Promise<TransferRow | null> =>
  tx.maybe<TransferRow>(
    sql`select * from payments.transfers where claim_id = ${claimId} order by ${LIVE_FIRST} limit 1`,
  )

export const listTransfersOfClaims = async (tx: Tx, claimIds: string[]): Promise<Map<string, TransferRow>> => {
  const rows = await tx.many<TransferRow & { claim_id: string }>(sql`
    select distinct on (claim_id) * from payments.transfers where claim_id = any(${claimIds}::uuid[]) order by claim_id, ${LIVE_FIRST}`)
  return new Map(rows.map((row) => [row.claim_id, row]))
}
