/** A dispute as it is shown. What it is about is the family's and the dispatcher's, nobody else's. */
import type { Dispute } from '@banyi/contract/orders/after-sales'
import type { System } from '../../system.ts'
import type { DisputeRow } from './dispute-queries.ts'

export async function showDispute(
  system: System,
  patientId: string,
  row: DisputeRow,
  mayRead: boolean,
): Promise<Dispute> {
  const open = async (field: string, sealed: Buffer | null): Promise<string | null> =>
    mayRead ? system.cipher.openMaybe(system.db, patientId, field, sealed) : null
  return {
    id: row.id,
    orderId: row.order_id,
    state: row.state,
    category: row.category,
    what: (await open('dispute-what', row.what_enc)) ?? '',
    openedAt: row.opened_at.toISOString(),
    answerBefore: row.answer_before.toISOString(),
    decision: row.decision,
    refundFen: row.refund_fen,
    answer: await open('dispute-answer', row.answer_enc),
    decidedAt: row.decided_at?.toISOString() ?? null,
  }
}
