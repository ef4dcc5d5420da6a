/** Finance approves a claim: whoever made it does not, and the last approval that the rule wants pays at once. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { addMinutes } from '../../core/clock.ts'
import { claimCommand } from '../../core/commands.ts'
import type { Tx } from '../../core/database.ts'
import { AppError, conflict, forbidden, notFound } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { addStep } from '../payouts/steps.ts'
import {
  findClaim,
  insertApproval,
  listApprovals,
  lockClaim,
  markApproved,
  markRejected,
  touchClaim,
  type ClaimRow,
} from './claim-queries.ts'
import { showClaim } from './claim-view.ts'
import { payClaim, readPayer, sayFundIsShort, type Payer } from './pay-claim.ts'

type Api = typeof contract.payments
interface Decision {
  commandId: string
  version: number
  reason: string
}

export async function approveClaim(
  c: OperatorContext,
  { params, body }: InputOf<Api['approveClaim']>,
): Promise<ReturnOf<Api['approveClaim']>> {
  const payer = await readPayer(c, params.id, body.payeeName)
  await sayFundIsShort(() =>
    carryOutOnClaim(c, 'approve', params.id, body, async (tx, claim) => {
      requireState(claim, 'proposed', '这件赔付已经处理过')
      const { operatorId } = c.viewer
      const now = c.clock.now()
      if (claim.created_by === operatorId) throw forbidden('提出赔付的人不能批准，请另一位财务来批')
      const approval = { claimId: claim.id, operatorId, reason: body.reason, now }
      if ((await insertApproval(tx, approval)) === 0)
        throw new AppError('NOT_ALLOWED_NOW', '您已经批准过，还需要另一位财务批准')
      const approvals = await listApprovals(tx, [claim.id])
      if (approvals.length < claim.rule.approvers) return touchClaim(tx, claim.id, now)
      return pay(c, tx, claim, payer)
    }),
  )
  return showClaim(c, params.id)
}

async function pay(c: OperatorContext, tx: Tx, claim: ClaimRow, payer: Payer): Promise<void> {
  const now = c.clock.now()
  await markApproved(tx, claim.id, {
    payBefore: addMinutes(now, claim.rule.payWithinMinutes),
    recoverFen: claim.rule.responsible === 'companion' ? claim.amount_fen : 0,
    now,
  })
  await payClaim(c, tx, claim, payer)
}

export async function rejectClaim(
  c: OperatorContext,
  { params, body }: InputOf<Api['rejectClaim']>,
): Promise<ReturnOf<Api['rejectClaim']>> {
  await carryOutOnClaim(c, 'reject', params.id, body, async (tx, claim) => {
    requireState(claim, 'proposed', '这件赔付已经处理过')
    await markRejected(tx, claim.id, c.clock.now())
  })
  return showClaim(c, params.id)
}

/** Pays again what has not arrived, and only that. */
export async function retryClaim(
  c: OperatorContext,
  { params, body }: InputOf<Api['retryClaim']>,
): Promise<ReturnOf<Api['retryClaim']>> {
  const payer = await readPayer(c, params.id, body.payeeName)
  await sayFundIsShort(() =>
    carryOutOnClaim(c, 'retry', params.id, body, async (tx, claim) => {
      requireState(claim, 'failed', '这件赔付不用重付')
      await payClaim(c, tx, claim, payer)
    }),
  )
  return showClaim(c, params.id)
}

function requireState(claim: ClaimRow, state: ClaimRow['state'], refusal: string): void {
  if (claim.state !== state) throw new AppError('NOT_ALLOWED_NOW', refusal)
}

const NAMES = { approve: '批准', reject: '驳回', retry: '重新付款', recover: '追偿' } as const

/** The frame of every command on a claim: once per id, on the version that was seen, written into history and audit. */
export async function carryOutOnClaim(
  c: OperatorContext,
  name: keyof typeof NAMES,
  claimId: string,
  body: Decision,
  act: (tx: Tx, claim: ClaimRow) => Promise<void>,
): Promise<void> {
  const now = c.clock.now()
  const actor = actorOf(c.viewer)
  await inBooks(c, async (tx) => {
    const command = { actorId: c.viewer.operatorId, commandId: body.commandId, name: `payments.${name}-claim` }
    if ((await claimCommand(tx, { ...command, subjectId: claimId, now })) !== null) return
    const found = await findClaim(tx, claimId)
    const claim = found && (await lockClaim(tx, found))
    if (!claim) throw notFound('这件赔付')
    if (claim.version !== body.version) throw conflict()
    await addStep(tx, { subject: claimId, actor, what: NAMES[name], reason: body.reason, at: now })
    const audit = { actor, action: command.name, subjectId: claimId, reason: body.reason, now }
    await writeAudit(tx, { ...audit, detail: { number: claim.number, amountFen: claim.amount_fen } })
    await act(tx, claim)
  })
}
