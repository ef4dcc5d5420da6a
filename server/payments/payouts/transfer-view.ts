/** A transfer as its receiver sees it. */
import type { Transfer } from '@banyi/contract/payments/shapes'
import type { System } from '../../system.ts'
import type { TransferRow } from './transfer-queries.ts'
import { sentenceOf, stateNames } from './transfer-words.ts'

export function transferView(system: Pick<System, 'outside'>, row: TransferRow): Transfer {
  const waits = row.state === 'awaiting-user' && !row.wants_cancel
  return {
    id: row.id,
    version: row.version,
    number: row.number,
    kind: row.kind,
    amountFen: row.amount_fen,
    state: row.state,
    stateName: stateNames[row.state],
    sentence: sentenceOf(row),
    requestedAt: row.requested_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    paidAt: row.paid_at?.toISOString() ?? null,
    failReason: row.fail_reason,
    confirm: waits && row.package_info ? system.outside.wechatPay.confirmationOf(row.package_info) : null,
    canCancel: row.kind === 'withdrawal' && (row.state === 'awaiting-approval' || waits),
  }
}
