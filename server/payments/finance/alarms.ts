/** What finance must look at now, from all rooms. Only what is wrong; an empty list is good news. */
import type { Alarm } from '@banyi/contract/payments/finance'
import { addHours } from '../../core/clock.ts'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'
import { readHeldLong } from '../escrow/watch-held.ts'
import { SETTLE } from '../escrow/settle-order.ts'
import { fundAlarms } from '../fund/fund-alarms.ts'
import { countDifferences } from '../reconciliation/read-queries.ts'
import { countRefundsForPeople } from '../refunds/finance-queries.ts'

interface Count {
  count: number
  oldest: Date | null
}

export async function readAlarms(system: Pick<System, 'config' | 'clock'>, tx: Tx): Promise<Alarm[]> {
  const now = system.clock.now()
  const held = await readHeldLong(system, tx)
  const refunds = await countRefundsForPeople(tx)
  const { open, oldestAt } = await countDifferences(tx)
  const alarm = (kind: Alarm['kind'], { count, oldest }: Count, sentence: string): Alarm[] =>
    count === 0 ? [] : [{ kind, count, sentence: `${count} ${sentence}`, oldestAt: oldest?.toISOString() ?? null }]
  const days = system.config.ESCROW_HOLD_LIMIT_DAYS
  return [
    ...alarm('held-too-long', { count: held.count, oldest: held.oldestAt }, `个订单的钱托管快满或超过 ${days} 天`),
    ...alarm('books', await countSuspense(tx), '个科目有待查的钱'),
    ...alarm('books', await countStuckSettlements(tx, now), '个订单的托管不够结算，需要人工处理'),
    ...alarm('differences', { count: open, oldest: oldestAt }, '个对账差异没有处理'),
    ...alarm('abnormal-refunds', { count: refunds.n, oldest: refunds.oldest }, '笔退款需要人工处理'),
    ...alarm('withdrawals', await countWaitingWithdrawals(tx), '笔提现等待批准'),
    ...alarm('withdrawals', await countSlowTransfers(tx, addHours(now, -1)), '笔转账超过一小时没有结果'),
    ...(await fundAlarms(tx, now)),
  ]
}

const countSuspense = (tx: Tx): Promise<Count> =>
  tx.one(
    sql`select count(*)::int as count, null::timestamptz as oldest from payments.accounts where kind = 'suspense' and balance_fen <> 0`,
  )

/** a settlement that waits for an hour although its order is not frozen: less is held than it wants */
const countStuckSettlements = (tx: Tx, now: Date): Promise<Count> =>
  tx.one(sql`
    select count(*)::int as count, min(t.created_at) as oldest from core.tasks t join payments.orders o on o.order_id = (t.payload ->> 'orderId')::uuid
    where t.kind = ${SETTLE} and o.frozen_since is null and t.created_at < ${addHours(now, -1)}`)

const countWaitingWithdrawals = (tx: Tx): Promise<Count> =>
  tx.one(
    sql`select count(*)::int as count, min(requested_at) as oldest from payments.transfers where state = 'awaiting-approval'`,
  )

/** nobody knows whether the provider has it */
const countSlowTransfers = (tx: Tx, before: Date): Promise<Count> =>
  tx.one(
    sql`select count(*)::int as count, min(requested_at) as oldest from payments.transfers where state in ('sending', 'transferring') and changed_at < ${before}`,
  )
