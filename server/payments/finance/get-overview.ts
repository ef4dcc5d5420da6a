/** Finance's first page: where the money is, what moved on each day, what is wrong. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { addDays, nextDay, shanghaiDay, shanghaiInstant } from '../../core/clock.ts'
import { invalid } from '../../core/errors.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { nameOfAccountKind } from '../books/posting-words.ts'
import { readAlarms } from './alarms.ts'
import { readBalances, readFlows } from './overview-queries.ts'

type Api = typeof contract.payments
const MOST_DAYS = 366

export async function getFinanceOverview(
  c: OperatorContext,
  { query }: InputOf<Api['getFinanceOverview']>,
): Promise<ReturnOf<Api['getFinanceOverview']>> {
  const now = c.clock.now()
  const to = query.to ?? shanghaiDay(now)
  const from = query.from ?? nextDay(to, -29)
  if (from > to) throw invalid('from', '开始日期晚于结束日期')
  const start = shanghaiInstant(from, '00:00')
  const end = shanghaiInstant(nextDay(to), '00:00')
  if (addDays(start, MOST_DAYS) < end) throw invalid('from', '一次最多看一年')
  return inBooks(c, async (tx) => ({
    at: now.toISOString(),
    balances: (await readBalances(tx)).map((row) => ({ ...row, name: nameOfAccountKind(row.kind) })),
    days: await readFlows(tx, start, end),
    alarms: await readAlarms(c, tx),
    holdLimitDays: c.config.ESCROW_HOLD_LIMIT_DAYS,
  }))
}
