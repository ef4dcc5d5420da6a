/** SQL on payments.proposals. */
import type { ProposalKind } from '@banyi/contract/payments/finance'
import type { Tx } from '../../core/database.ts'
import { empty, sql } from '../../core/sql.ts'

export type ProposalState = 'proposed' | 'posted' | 'rejected'
export interface ProposalRow {
  id: string
  version: number
  kind: ProposalKind
  amount_fen: number
  party: string | null
  reference: string
  reason: string
  state: ProposalState
  created_by: string
  created_at: Date
  decided_by: string | null
  decided_at: Date | null
  posting_id: string | null
  cursor_at: string
}

export async function insertProposal(
  tx: Tx,
  it: Pick<ProposalRow, 'id' | 'kind' | 'amount_fen' | 'party' | 'reference' | 'reason' | 'created_by'>,
  now: Date,
): Promise<void> {
  await tx.run(sql`
    insert into payments.proposals (id, kind, amount_fen, party, reference, reason, state, created_by, created_at)
    values (${it.id}, ${it.kind}, ${it.amount_fen}, ${it.party}, ${it.reference}, ${it.reason}, 'proposed', ${it.created_by}, ${now})`)
}

export const findProposal = (tx: Tx, id: string): Promise<ProposalRow | null> =>
  tx.maybe<ProposalRow>(sql`select *, created_at::text as cursor_at from payments.proposals where id = ${id}`)

/** The second of two who decide waits here and then sees what the first did. */
export const lockProposal = (tx: Tx, id: string): Promise<ProposalRow | null> =>
  tx.maybe<ProposalRow>(
    sql`select *, created_at::text as cursor_at from payments.proposals where id = ${id} for update`,
  )

export async function decideProposal(
  tx: Tx,
  id: string,
  it: { state: ProposalState; by: string; postingId: string | null },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update payments.proposals set state = ${it.state}, decided_by = ${it.by}, decided_at = ${now}, posting_id = ${it.postingId}, version = version + 1
    where id = ${id} and state = 'proposed'`)
}

export const listProposalRows = (
  tx: Tx,
  state: ProposalState | undefined,
  page: { after: [string, string] | null; limit: number },
): Promise<ProposalRow[]> =>
  tx.many<ProposalRow>(sql`
    select *, created_at::text as cursor_at from payments.proposals where ${state ? sql`state = ${state}` : sql`true`}
    ${page.after ? sql`and (created_at, id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)` : empty}
    order by created_at desc, id desc limit ${page.limit}`)

/** a posting is turned round once; a proposal that waits counts */
export const isBeingReversed = async (tx: Tx, postingId: string): Promise<boolean> =>
  (await tx.maybe(
    sql`select 1 from payments.proposals where kind = 'reversal' and party = ${postingId} and state in ('proposed', 'posted')`,
  )) !== null
