/** What finance must hear of the fund; shown in the overview. */
import type { Alarm } from '@banyi/contract/payments/finance'
import type { Tx } from '../../core/database.ts'
import { yuan } from '../../core/money.ts'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { balanceOf, FUND, inBooks } from '../books/books.ts'
import { readFundRules } from './fund-rules.ts'

/** Only what is wrong; an empty list is good news. */
export async function fundAlarms(tx: Tx, now: Date): Promise<Alarm[]> {
  const alarms: Alarm[] = []
  const balanceFen = 0 - (await balanceOf(tx, FUND))
  const largestFen = Math.max(...(await readFundRules(tx)).body.rules.map(({ maxFen }) => maxFen))
  if (balanceFen < largestFen)
    alarms.push({
      kind: 'fund-low',
      sentence: `先行赔付金余额 ${yuan(balanceFen)}，不够付一笔最高额的赔付 ${yuan(largestFen)}`,
      count: 1,
      oldestAt: null,
    })
  const late = await tx.one<{ count: number; oldest: Date | null }>(sql`
    select count(*)::int as count, min(pay_before) as oldest from payments.claims
    where state in ('approved', 'paying', 'awaiting-user', 'failed') and pay_before < ${now}`)
  if (late.count > 0)
    alarms.push({
      kind: 'claims-overdue',
      sentence: `${late.count} 件赔付过了承诺的时间还没有到账`,
      count: late.count,
      oldestAt: late.oldest?.toISOString() ?? null,
    })
  return alarms
}

/** Job: once every ten minutes, loudly, because the promise is minutes. */
export async function watchClaims(system: System): Promise<void> {
  const late = (await inBooks(system, (tx) => fundAlarms(tx, system.clock.now()))).find(
    ({ kind }) => kind === 'claims-overdue',
  )
  if (late) system.log.error({ count: late.count, oldestAt: late.oldestAt }, 'compensations did not arrive in time')
}
