/** What she earned, line by line, as it was booked. */
import type { payouts } from '@banyi/contract/payments/payouts'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { shanghaiDay } from '../../core/clock.ts'
import { toPage } from '../../core/paging.ts'
import type { AccountContext } from '../../system.ts'
import { balanceOf, earningsOf, inBooks } from '../books/books.ts'
import { incomeIn, listEarnings, listMonths, showEarning } from './earning-queries.ts'
import { positionOf } from './my-withdrawals.ts'
import { inTransitOf } from './payee-queries.ts'
import { spanOf } from './statement.ts'
import { requirePayee } from './who.ts'

type Api = typeof payouts

export async function getMyEarnings(
  c: AccountContext,
  { query }: InputOf<Api['getMyEarnings']>,
): Promise<ReturnOf<Api['getMyEarnings']>> {
  const me = await requirePayee(c)
  const month = query.month ?? shanghaiDay(c.clock.now()).slice(0, 7)
  const after = positionOf(query.cursor)
  const span = query.month ? spanOf(month) : null
  return inBooks(c, async (tx) => ({
    balanceFen: 0 - (await balanceOf(tx, earningsOf(me.id))),
    inTransitFen: await inTransitOf(tx, me.id),
    month,
    monthIncomeFen: await incomeIn(tx, me.id, spanOf(month)),
    ...toPage(
      await listEarnings(tx, me.id, { span, after, limit: query.limit + 1 }),
      query.limit,
      (row) => [row.at.toISOString(), row.posting_id],
      showEarning,
    ),
  }))
}

export async function listMyStatements(c: AccountContext): Promise<ReturnOf<Api['listMyStatements']>> {
  const me = await requirePayee(c)
  const rows = await inBooks(c, (tx) => listMonths(tx, me.id))
  return {
    items: rows.map((row) => ({
      month: row.month,
      incomeFen: row.income_fen,
      withdrawnFen: row.withdrawn_fen,
      closingFen: row.closing_fen,
    })),
  }
}
