/** What people do with a difference follows one pattern: once per command, on the version they saw, with a step and an audit line. */
import type { Difference } from '@banyi/contract/payments/reconciliation'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import type { Tx } from '../../core/database.ts'
import { conflict, notFound } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { addStep } from '../payouts/steps.ts'
import { findDifference, lockDifference, type DifferenceRow } from './read-queries.ts'
import { viewDifferences } from './views.ts'

export interface Wish {
  id: string
  commandId: string
  version: number
  /** of the command, of the audit and of the step */
  name: string
  what: string
  reason?: string
}

/** `change` writes what is to be written and returns what the step adds to its name, or throws. */
export async function changeDifference(
  c: OperatorContext,
  wish: Wish,
  change: (tx: Tx, row: DifferenceRow, now: Date) => Promise<string>,
): Promise<Difference> {
  const row = await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const { id, commandId, name } = wish
    const command = { actorId: c.viewer.operatorId, commandId, name, subjectId: id, now }
    const isRetry = (await claimCommand(tx, command)) !== null
    const before = await lockDifference(tx, id)
    if (!before) throw notFound('这个差异')
    if (isRetry) return before
    if (before.version !== wish.version) throw conflict()
    const more = await change(tx, before, now)
    const actor = actorOf(c.viewer)
    const reason = wish.reason ?? ''
    await addStep(tx, {
      subject: id,
      actor: { kind: 'operator', id: actor.id },
      what: wish.what + more,
      reason,
      at: now,
    })
    const detail = { day: before.day, number: before.number, what: wish.what + more }
    await writeAudit(tx, { actor, action: name, subjectId: id, reason, detail, now })
    return (await findDifference(tx, id)) ?? before
  })
  const [difference] = await viewDifferences(c, [row])
  if (!difference) throw notFound('这个差异')
  return difference
}
