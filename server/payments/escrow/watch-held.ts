/**
 * How long money may be held is the provider's limit and a configured fact (ESCROW_HOLD_LIMIT_DAYS); finance is alarmed
 * some days before it strikes. See docs/decisions/0004.
 */
import { addDays } from '../../core/clock.ts'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'

export interface HeldLong {
  count: number
  oldestAt: Date | null
  /** the oldest twenty */
  numbers: string[]
}

export async function readHeldLong(system: Pick<System, 'config' | 'clock'>, tx: Tx): Promise<HeldLong> {
  const { ESCROW_HOLD_LIMIT_DAYS: limit, ESCROW_ALARM_DAYS_BEFORE: before } = system.config
  const paidBefore = addDays(system.clock.now(), before - limit)
  const rows = await tx.many<{ number: string; paid_at: Date; total: number }>(sql`
    select o.number, o.paid_at, count(*) over ()::int as total
    from payments.accounts a join payments.orders o on o.order_id = a.owner::uuid
    where a.kind = 'held' and a.balance_fen < 0 and o.paid_at <= ${paidBefore} order by o.paid_at limit 20`)
  return { count: rows[0]?.total ?? 0, oldestAt: rows[0]?.paid_at ?? null, numbers: rows.map(({ number }) => number) }
}

/** Job: once a day, loudly. */
export async function watchHeld(system: System): Promise<void> {
  const { count, numbers, oldestAt } = await inBooks(system, (tx) => readHeldLong(system, tx))
  if (count === 0) return
  system.log.error(
    { count, numbers, oldestAt, limitDays: system.config.ESCROW_HOLD_LIMIT_DAYS },
    'money is held for longer than is good: the limit of the provider is near',
  )
}
