/** One person of finance proposes a posting; nothing moves until another agrees. What can be seen to be wrong is refused now. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import type { Tx } from '../../core/database.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { findCompanions } from '../../companions/index.ts'
import { inBooks } from '../books/books.ts'
import { findPosting } from '../books/posting-queries.ts'
import { PARTY_OF, whyNotReversible } from './proposal-kinds.ts'
import { insertProposal, isBeingReversed } from './proposal-queries.ts'
import { showProposal } from './proposal-view.ts'

type Api = typeof contract.payments
type Body = InputOf<Api['proposePosting']>['body']
const FUNDER = /^[a-z][a-z0-9-]{1,30}$/

export async function proposePosting(
  c: OperatorContext,
  { body }: InputOf<Api['proposePosting']>,
): Promise<ReturnOf<Api['proposePosting']>> {
  if (body.amountFen === 0) throw invalid('amountFen', '金额要大于 0')
  await checkParty(c, body)
  const { operatorId } = c.viewer
  const id = await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const subjectId = randomUUID()
    const command = { actorId: operatorId, commandId: body.commandId, name: 'payments.propose-posting', subjectId, now }
    const first = await claimCommand(tx, { ...command, isCreation: true })
    if (first !== null) return first
    if (body.kind === 'reversal') await checkReversal(tx, body)
    const { kind, amountFen, party, reference, reason } = body
    const row = { id: subjectId, kind, amount_fen: amountFen, party, reference, reason, created_by: operatorId }
    await insertProposal(tx, row, now)
    const audit = { actor: actorOf(c.viewer), action: 'payments.propose-posting', subjectId }
    await writeAudit(tx, { ...audit, reason, detail: { kind, amountFen, party, reference }, now })
    return subjectId
  })
  return showProposal(c, id)
}

async function checkParty(c: OperatorContext, { kind, party }: Body): Promise<void> {
  const wanted = PARTY_OF[kind]
  if (wanted === null && party !== null) throw invalid('party', '这种记账没有对方')
  if (wanted === 'funder' && !(party && FUNDER.test(party))) throw invalid('party', '请填写出资方代号')
  if (wanted === 'posting' && !z.uuid().safeParse(party).success) throw invalid('party', '请填写要更正的分录编号')
  if (wanted === 'companion') {
    const isKnown = party !== null && z.uuid().safeParse(party).success && (await findCompanions(c, [party])).has(party)
    if (!isKnown) throw invalid('party', '没有这位陪诊员')
  }
}

async function checkReversal(tx: Tx, { party, amountFen }: Body): Promise<void> {
  const posting = await findPosting(tx, party ?? '')
  if (!posting) throw invalid('party', '没有这笔分录')
  const why = whyNotReversible(posting.kind)
  if (why) throw new AppError('NOT_ALLOWED_NOW', why)
  const sum = posting.entries.reduce((fen, entry) => fen + Math.max(entry.amountFen, 0), 0)
  if (sum !== amountFen) throw invalid('amountFen', '更正的金额要与原分录相同')
  if (await isBeingReversed(tx, posting.id)) throw new AppError('NOT_ALLOWED_NOW', '这笔分录已经更正过，或正在等待更正')
}
