/** What became of a transfer, told by callback, answer or query: state, posting and event in one transaction, once. */
import type { Tx } from '../../core/database.ts'
import { addHours } from '../../core/clock.ts'
import { emit } from '../../core/events.ts'
import type { TransferFact } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { arrive, arriveAfterAll, comeBack, comeBackLate } from './move-money.ts'
import { addStep, BY_PROVIDER, type StepActor } from './steps.ts'
import {
  hasOtherTransfer,
  lockTransferByNumber,
  moveTransfer,
  noteTransferAtProvider,
  noteTransferError,
  OPEN,
  type TransferRow,
} from './transfer-queries.ts'
import { LAST_LOOK, LAST_LOOK_HOURS, sendTransferAt } from './transfer-task.ts'
import { sayFailReason, sentenceOf, stateNames } from './transfer-words.ts'

/** open: not over yet, or it must be asked anew; the others are the last word for now */
export type TransferOutcome = 'settled' | 'open' | 'known' | 'unknown-number' | 'wrong-amount'

/** `fact` is an answer of the provider to a question asked just now. */
export const settleTransfer = (system: System, fact: TransferFact): Promise<TransferOutcome> =>
  inBooks(system, (tx) => settleTransferIn(system, tx, fact, 'answer'))

/**
 * Callbacks come doubled, late and in any order: one that contradicts an end we know already changes nothing, it only
 * makes us ask, and the answer decides.
 */
export async function settleTransferIn(
  system: System,
  tx: Tx,
  fact: TransferFact,
  told: 'callback' | 'answer',
): Promise<TransferOutcome> {
  const row = await lockTransferByNumber(tx, fact.number)
  if (!row?.was_sent) return 'unknown-number'
  const now = system.clock.now()
  if (fact.amountFen !== null && fact.amountFen !== row.amount_fen) {
    system.log.error(
      { number: row.number, hereFen: row.amount_fen, thereFen: fact.amountFen },
      'a transfer at the provider differs from ours: nothing was settled',
    )
    if (told === 'answer') await noteTransferError(tx, row.id, `amount there ${fact.amountFen}`)
    return 'wrong-amount'
  }
  await noteTransferAtProvider(tx, row.id, fact, now)
  const isEnd = fact.state === 'SUCCESS' || fact.state === 'FAIL' || fact.state === 'CANCELLED'
  if (!isEnd) return goOn(tx, row, fact, now)
  if (row.state === (fact.state === 'SUCCESS' ? 'paid' : 'reversed')) return 'known'
  const isOpen = OPEN.includes(row.state)
  if (fact.state !== 'SUCCESS' && !isOpen && row.state !== 'paid') return 'known'
  if (told === 'callback' && !isOpen) {
    await sendTransferAt(tx, { number: row.number, step: LAST_LOOK }, now, now)
    return 'open'
  }
  // the answer to a new transfer tells no amount: the query does
  if (fact.state === 'SUCCESS' && fact.amountFen === null) return 'open'
  await end(system, tx, row, fact, now)
  return 'settled'
}

async function goOn(tx: Tx, row: TransferRow, fact: TransferFact, now: Date): Promise<TransferOutcome> {
  if (fact.state === 'WAIT_USER_CONFIRM') {
    const moved = await moveTransfer(tx, row.id, ['sending'], 'awaiting-user', now)
    if (moved) await tellMove(tx, moved, BY_PROVIDER, now)
  }
  if (fact.state === 'TRANSFERING') {
    const moved = await moveTransfer(tx, row.id, ['sending', 'awaiting-user'], 'transferring', now)
    if (moved) await addStep(tx, { subject: row.id, actor: BY_PROVIDER, what: stateNames.transferring, at: now })
  }
  return OPEN.includes(row.state) ? 'open' : 'known'
}

async function end(system: System, tx: Tx, row: TransferRow, fact: TransferFact, now: Date): Promise<void> {
  await sendTransferAt(tx, { number: row.number, step: LAST_LOOK }, now, addHours(now, LAST_LOOK_HOURS))
  const isOpen = OPEN.includes(row.state)
  if (fact.state === 'SUCCESS') return isOpen ? succeed(tx, row, fact, now) : succeedLate(system, tx, row, fact, now)
  const why = sayFailReason(fact.failReason)
  if (isOpen) return giveBack(tx, row, fact.state === 'CANCELLED' ? 'cancelled' : 'failed', why, BY_PROVIDER, now)
  const moved = await moveTransfer(tx, row.id, ['paid'], 'reversed', now, { failReason: why })
  if (!moved) return
  system.log.error({ number: row.number, reason: fact.failReason }, 'the provider took a paid transfer back')
  await tellMove(tx, moved, BY_PROVIDER, now)
  await comeBackLate(tx, moved, why, now)
}

async function succeed(tx: Tx, row: TransferRow, fact: TransferFact, now: Date): Promise<void> {
  const moved = await moveTransfer(tx, row.id, OPEN, 'paid', now, { paidAt: fact.changedAt ?? now })
  if (!moved) return
  await tellMove(tx, moved, BY_PROVIDER, now)
  // last, because it locks the one account of the provider until the commit
  await arrive(tx, moved, now)
}

/** We had booked it as not arrived. */
async function succeedLate(system: System, tx: Tx, row: TransferRow, fact: TransferFact, now: Date): Promise<void> {
  if (await hasOtherTransfer(tx, row)) {
    // the claim was paid by another transfer meanwhile: the row stays as it is, a person decides about the money
    await noteTransferError(tx, row.id, 'arrived after all, beside another transfer of the same claim')
    await addStep(tx, { subject: row.id, actor: BY_PROVIDER, what: '同一赔付已另行转出，这笔仍然到账', at: now })
    const source = await arriveAfterAll(tx, row, now)
    system.log.error({ number: row.number, source }, 'a compensation arrived twice')
    return
  }
  const moved = await moveTransfer(tx, row.id, [row.state], 'paid', now, { paidAt: fact.changedAt ?? now })
  if (!moved) return
  await tellMove(tx, moved, BY_PROVIDER, now)
  const source = await arriveAfterAll(tx, moved, now)
  system.log.error({ number: row.number, source }, 'a transfer booked as not paid arrived after all')
}

/** It will not happen: the money is where it came from again. */
export async function giveBack(
  tx: Tx,
  row: TransferRow,
  to: 'rejected' | 'failed' | 'cancelled',
  why: string,
  by: StepActor,
  now: Date,
): Promise<void> {
  const moved = await moveTransfer(tx, row.id, [row.state], to, now, { failReason: why })
  if (!moved) return
  await tellMove(tx, moved, by, now)
  await comeBack(tx, moved, why, now)
}

/** What people care about: the step for finance, the event for her notice and for the fund. */
export async function tellMove(tx: Tx, row: TransferRow, by: StepActor, now: Date): Promise<void> {
  await addStep(tx, { subject: row.id, actor: by, what: stateNames[row.state], reason: row.fail_reason ?? '', at: now })
  const { id: transferId, kind, account_id: accountId, amount_fen: amountFen, state } = row
  await emit(
    tx,
    'payments.transfer-changed',
    { transferId, kind, accountId, amountFen, state, sentence: sentenceOf(row) },
    now,
  )
}
