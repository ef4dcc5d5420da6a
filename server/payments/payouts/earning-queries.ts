/** SQL on payments.earnings. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { EarningWords } from './record-earning.ts'

export async function insertEarning(tx: Tx, e: EarningWords & { balanceFen: number }): Promise<void> {
  await tx.run(sql`
    insert into payments.earnings (posting_id, payee_id, at, kind, title, order_id, order_number, lines, amount_fen, balance_fen)
    values (${e.postingId}, ${e.payeeId}, ${e.at}, ${e.kind}, ${e.title}, ${e.orderId}, ${e.orderNumber}, ${JSON.stringify(e.lines)}, ${e.amountFen}, ${e.balanceFen})`)
}
