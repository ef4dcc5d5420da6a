/** Proposals as finance reads them, with the names of those concerned. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Proposal } from '@banyi/contract/payments/finance'
import { notFound } from '../../core/errors.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import type { OperatorContext } from '../../system.ts'
import { findCompanions } from '../../companions/index.ts'
import { operatorNames } from '../../identity/index.ts'
import { inBooks } from '../books/books.ts'
import { findPosting } from '../books/posting-queries.ts'
import { nameOfPosting } from '../books/posting-words.ts'
import { PARTY_OF } from './proposal-kinds.ts'
import { findProposal, listProposalRows, type ProposalRow } from './proposal-queries.ts'

type Api = typeof contract.payments

export async function listProposals(
  c: OperatorContext,
  { query }: InputOf<Api['listProposals']>,
): Promise<ReturnOf<Api['listProposals']>> {
  const key = decodeCursor(query.cursor, 2)
  const after: [string, string] | null = key ? [String(key[0]), String(key[1])] : null
  const rows = await inBooks(c, (tx) => listProposalRows(tx, query.state, { after, limit: query.limit + 1 }))
  const shown = new Map((await showProposals(c, rows.slice(0, query.limit))).map((it) => [it.id, it]))
  const page = toPage(
    rows,
    query.limit,
    (row) => [row.cursor_at, row.id],
    (row) => shown.get(row.id),
  )
  return { ...page, items: page.items.filter((it) => it !== undefined) }
}

/** the present state, as the answer to a command */
export async function showProposal(c: OperatorContext, id: string): Promise<Proposal> {
  const row = await inBooks(c, (tx) => findProposal(tx, id))
  const [shown] = row ? await showProposals(c, [row]) : []
  if (!shown) throw notFound('这笔手工记账')
  return shown
}

async function showProposals(c: OperatorContext, rows: ProposalRow[]): Promise<Proposal[]> {
  const people = rows.flatMap(({ created_by, decided_by }) => [created_by, ...(decided_by ? [decided_by] : [])])
  const names = await operatorNames(c, people)
  const parties = await partyNames(c, rows)
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    kind: row.kind,
    kindName: row.kind === 'reversal' ? '更正（反向分录）' : nameOfPosting(row.kind),
    amountFen: row.amount_fen,
    party: row.party,
    partyName: row.party === null ? null : (parties.get(row.party) ?? row.party),
    reference: row.reference,
    reason: row.reason,
    state: row.state,
    createdAt: row.created_at.toISOString(),
    createdBy: names.get(row.created_by) ?? '运营',
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by ? (names.get(row.decided_by) ?? '运营') : null,
    postingId: row.posting_id,
    can: { decide: row.state === 'proposed' && row.created_by !== c.viewer.operatorId },
  }))
}

async function partyNames(c: OperatorContext, rows: ProposalRow[]): Promise<Map<string, string>> {
  const of = (kind: 'companion' | 'posting'): string[] =>
    rows.flatMap((row) => (row.party && PARTY_OF[row.kind] === kind ? [row.party] : []))
  const companions = [...(await findCompanions(c, of('companion')))].map(([id, { name }]): [string, string] => [
    id,
    name,
  ])
  const postings = await inBooks(c, async (tx) => {
    const found: [string, string][] = []
    for (const id of new Set(of('posting'))) found.push([id, (await findPosting(tx, id))?.sentence ?? id])
    return found
  })
  return new Map([...companions, ...postings])
}
