/** Where a claim stands follows from its parts: what was refunded, what was transferred. Safe to repeat at any moment. */
import type { EventPayload } from '@banyi/contract/events'
import type { ClaimState } from '@banyi/contract/payments/fund'
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { findTransfer } from '../payouts/transfer-queries.ts'
import { CLAIM_REFUND_PREFIX } from '../refunds/refund-money.ts'
import { addStep, BY_SYSTEM } from '../payouts/steps.ts'
import {
  findClaim,
  findParts,
  listMoving,
  lockClaim,
  moveClaim,
  noteCompensated,
  type ClaimRow,
  type Parts,
} from './claim-queries.ts'
import { sayParts, sayToFamily, stateNames } from './claim-words.ts'

export async function followClaim(system: System, claimId: string): Promise<void> {
  await inBooks(system, async (tx) => {
    const found = await findClaim(tx, claimId)
    const claim = found && (await lockClaim(tx, found))
    if (claim?.approved_at) await refreshClaim(system, tx, claim)
  })
}

function stateOf(claim: Pick<ClaimRow, 'amount_fen'>, parts: Parts): ClaimState {
  const arrived = parts.refund_arrived + parts.transfer_arrived
  if (arrived >= claim.amount_fen) return 'paid'
  // as long as something is under way the rest may still be sent: one thing at a time
  if (parts.refund_pending + parts.transfer_pending > 0) return parts.awaits_user ? 'awaiting-user' : 'paying'
  return 'failed'
}

/** `claim` is locked. */
export async function refreshClaim(system: Pick<System, 'clock'>, tx: Tx, claim: ClaimRow): Promise<void> {
  const now = system.clock.now()
  const parts = await findParts(tx, claim)
  const state = stateOf(claim, parts)
  const refundFen = parts.refund_arrived + parts.refund_pending
  const transferFen = parts.transfer_arrived + parts.transfer_pending
  if (state === claim.state && refundFen === claim.refund_fen && transferFen === claim.transfer_fen) return
  const paidAt = state === 'paid' ? (claim.paid_at ?? now) : null
  await moveClaim(tx, claim.id, { state, refundFen, transferFen, paidAt }, now)
  await noteCompensated(tx, claim.order_id)
  if (state === claim.state) return
  const moved = (await findClaim(tx, claim.id)) ?? claim
  await addStep(tx, { subject: claim.id, actor: BY_SYSTEM, what: stateNames[state], reason: sayParts(moved), at: now })
  const isFirst = claim.state === 'proposed'
  if (isFirst || state === 'paid') await tell(tx, moved, state === 'paid', now)
}

/** At the approval and at the arrival. */
const tell = (tx: Tx, claim: ClaimRow, isPaid: boolean, now: Date): Promise<void> =>
  emit(
    tx,
    'payments.compensated',
    {
      claimId: claim.id,
      orderId: claim.order_id,
      accountId: claim.account_id,
      amountFen: claim.amount_fen,
      sentence: `先行赔付 ${yuan(claim.amount_fen)}（${claim.rule.title}）：${sayToFamily(claim)}`,
      isPaid,
    },
    now,
  )

/** Reaction: refunds of a claim carry its id in their key. */
export async function followRefund(system: System, { refundKey }: { refundKey: string }): Promise<void> {
  if (refundKey.startsWith(CLAIM_REFUND_PREFIX)) await followClaim(system, refundKey.slice(CLAIM_REFUND_PREFIX.length))
}
/** Reaction */
export async function followTransfer(
  system: System,
  { kind, transferId }: EventPayload<'payments.transfer-changed'>,
): Promise<void> {
  if (kind !== 'compensation') return
  const transfer = await inBooks(system, (tx) => findTransfer(tx, transferId))
  if (transfer?.claim_id) await followClaim(system, transfer.claim_id)
}
/** Job: whatever became of a part without a word about it (a state between two ends, a refund sent by a person). */
export async function followMoving(system: System): Promise<void> {
  for (const { id } of await inBooks(system, listMoving)) await followClaim(system, id)
}
