/** Another person of finance agrees, and it is posted; or somebody rejects it. Whoever proposed never agrees. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import { sqlState, type Tx } from '../../core/database.ts'
import { AppError, conflict, forbidden, notFound } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { addStep } from '../payouts/steps.ts'
import { postProposal } from './post-proposal.ts'
import { decideProposal, lockProposal, type ProposalRow } from './proposal-queries.ts'
import { showProposal } from './proposal-view.ts'

type Api = typeof contract.payments
type Input = InputOf<Api['approveProposal']>
const BELOW_ZERO = '23514'

export async function approveProposal(c: OperatorContext, input: Input): Promise<ReturnOf<Api['approveProposal']>> {
  try {
    await decide(c, input, 'posted', async (tx, row) => {
      if (row.created_by === c.viewer.operatorId) throw forbidden('提出的人不能同意自己的记账，请另一位同事处理')
      return postProposal(tx, row, c.clock.now())
    })
  } catch (error) {
    if (sqlState(error) === BELOW_ZERO) throw new AppError('NOT_ALLOWED_NOW', '科目里没有这么多，不能入账')
    throw error
  }
  return showProposal(c, input.params.id)
}

export async function rejectProposal(c: OperatorContext, input: Input): Promise<ReturnOf<Api['rejectProposal']>> {
  await decide(c, input, 'rejected', async () => null)
  return showProposal(c, input.params.id)
}

const decide = (
  c: OperatorContext,
  { params: { id }, body }: Input,
  state: 'posted' | 'rejected',
  work: (tx: Tx, row: ProposalRow) => Promise<string | null>,
): Promise<void> =>
  inBooks(c, async (tx) => {
    const now = c.clock.now()
    const { operatorId } = c.viewer
    const name = state === 'posted' ? 'payments.approve-proposal' : 'payments.reject-proposal'
    const row = await lockProposal(tx, id)
    if (!row) throw notFound('这笔手工记账')
    const command = { actorId: operatorId, commandId: body.commandId, name, subjectId: id, now }
    if ((await claimCommand(tx, command)) !== null) return
    if (row.state !== 'proposed' || row.version !== body.version) throw conflict('这笔记账已经有人处理，请看最新情况')
    const postingId = await work(tx, row)
    await decideProposal(tx, id, { state, by: operatorId, postingId }, now)
    const what = state === 'posted' ? '同意并入账' : '驳回'
    await addStep(tx, { subject: id, actor: { kind: 'operator', id: operatorId }, what, reason: body.reason, at: now })
    await writeAudit(tx, { actor: actorOf(c.viewer), action: name, subjectId: id, reason: body.reason, now })
  })
