/** Which part of the commission goes to the compensation fund: the newest rules say it. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export async function fundSharePercent(tx: Tx): Promise<number> {
  const row = await tx.maybe<{ percent: number }>(
    sql`select (body ->> 'sharePercent')::int as percent from payments.rules where kind = 'fund' order by version desc limit 1`,
  )
  return row?.percent ?? 0
}
