/** The fund for finance: what it has, where it came from and went to, posting by posting. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Tx } from '../../core/database.ts'
import { toPage } from '../../core/paging.ts'
import { sql } from '../../core/sql.ts'
import type { OperatorContext } from '../../system.ts'
import { balanceOf, FUND, inBooks } from '../books/books.ts'
import { listFundPostings, toPosting } from './fund-postings.ts'
import { fundFlow } from './fund-flow.ts'
import { readPosition } from './position.ts'

type Operation = typeof contract.payments.getFund

export async function getFund(c: OperatorContext, { query }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const { rows, ...figures } = await inBooks(c, async (tx) => ({
    balanceFen: 0 - (await balanceOf(tx, FUND)),
    ...(await fundFlow(tx, null, null)),
    toRecoverFen: await toRecover(tx),
    rows: await listFundPostings(tx, readPosition(query.cursor), query.limit + 1),
  }))
  return { ...figures, ...toPage(rows, query.limit, (row) => [row.at.toISOString(), row.id], toPosting) }
}

const toRecover = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{ fen: number }>(sql`
      select coalesce(sum(greatest(recover_fen - recovered_fen, 0)), 0)::bigint as fen from payments.claims where approved_at is not null`)
  ).fen
