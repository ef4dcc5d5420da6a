import type { messaging } from '@banyi/contract/messaging'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { OperatorContext } from '../system.ts'
import { listNoticesOfOrder } from './notice-queries.ts'

export async function listNotices(
  c: OperatorContext,
  { params }: InputOf<typeof messaging.listNotices>,
): Promise<ReturnOf<typeof messaging.listNotices>> {
  const rows = await listNoticesOfOrder(c.db, params.id)
  return {
    items: rows.map((row) => ({
      id: row.id,
      channel: row.channel,
      template: row.template,
      toMasked: row.to_masked,
      status: row.status,
      reason: row.reason,
      at: (row.attempted_at ?? row.created_at).toISOString(),
    })),
  }
}
