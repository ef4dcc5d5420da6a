/** The fund for finance: what it has, where it came from and went to, posting by posting. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Tx } from '../../core/database.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import { sql } from '../../core/sql.ts'
import type { OperatorContext } from '../../system.ts'
import { balanceOf, FUND, inBooks } from '../books/books.ts'
import { listPostingRows, showPosting } from '../books/posting-queries.ts'
import { fundFlow } from './fund-flow.ts'

type Operation = typeof contract.payments.getFund

export async function getFund(c: OperatorContext, { query }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const key = decodeCursor(query.cursor, 2)
  const after: [string, string] | null = key ? [String(key[0]), String(key[1])] : null
  const { rows, ...figures } = await inBooks(c, async (tx) => ({
    balanceFen: 0 - (await balanceOf(tx, FUND)),
    ...(await fundFlow(tx, null, null)),
    toRecoverFen: await toRecover(tx),
    rows: await listPostingRows(tx, { account: FUND }, { after, limit: query.limit + 1 }),
  }))
  const page = toPage(
    rows,
    query.limit,
    (row) => [row.cursor_at, row.id],
    (row) => showPosting(row),
  )
  return { ...figures, ...page }
}

const toRecover = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{ fen: number }>(sql`
      select coalesce(sum(greatest(recover_fen - recovered_fen, 0)), 0)::bigint as fen from payments.claims where approved_at is not null`)
  ).fen
